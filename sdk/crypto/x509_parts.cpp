// SPDX-License-Identifier: Apache-2.0
#include "x509_parts.hpp"

#include "library.hpp"
#include "signet/crypto/digest.hpp"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace signet::crypto::x509 {
namespace {

using Bio = std::unique_ptr<BIO, OpenSslFree<BIO_free_all>>;
using Octets = std::unique_ptr<ASN1_OCTET_STRING, OpenSslFree<ASN1_OCTET_STRING_free>>;
using BitString = std::unique_ptr<ASN1_BIT_STRING, OpenSslFree<ASN1_BIT_STRING_free>>;
using Constraints = std::unique_ptr<BASIC_CONSTRAINTS, OpenSslFree<BASIC_CONSTRAINTS_free>>;
using ExtendedUsage = std::unique_ptr<EXTENDED_KEY_USAGE, OpenSslFree<EXTENDED_KEY_USAGE_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, OpenSslFree<GENERAL_NAMES_free>>;
using GeneralName = std::unique_ptr<GENERAL_NAME, OpenSslFree<GENERAL_NAME_free>>;
using AuthorityKeyId = std::unique_ptr<AUTHORITY_KEYID, OpenSslFree<AUTHORITY_KEYID_free>>;
using BigNumber = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;

constexpr int kVersion3 = 2;
constexpr std::size_t kKeyIdentifier = 20;

void need(bool done, std::string_view what) {
  if (!done) throw_openssl_error(what);
}

void add_entry(X509_NAME* name, int nid, std::string_view text) {
  need(X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                  static_cast<int>(text.size()), -1, 0) == 1,
       "a name in a certificate");
}

void add_name(GENERAL_NAMES* names, int type, ASN1_STRING* value, ByteView bytes) {
  GeneralName name(GENERAL_NAME_new());
  need(name && value && ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size())) == 1, "a subject's name");
  GENERAL_NAME_set0_value(name.get(), type, value);
  need(sk_GENERAL_NAME_push(names, name.get()) > 0, "a subject's name");
  static_cast<void>(name.release());
}

Octets key_identifier(EVP_PKEY* key) {
  X509_PUBKEY* made = nullptr;
  need(X509_PUBKEY_set(&made, key) == 1, "a public key in a certificate");
  const std::unique_ptr<X509_PUBKEY, OpenSslFree<X509_PUBKEY_free>> form(made);
  const unsigned char* bytes = nullptr;
  int length = 0;
  need(X509_PUBKEY_get0_param(nullptr, &bytes, &length, nullptr, form.get()) == 1, "the bits of a public key");
  const auto digest = sha256(ByteView(bytes, static_cast<std::size_t>(length)));
  Octets octets(ASN1_OCTET_STRING_new());
  need(octets && ASN1_OCTET_STRING_set(octets.get(), digest.data(), kKeyIdentifier) == 1, "a key identifier");
  return octets;
}

}  // namespace

Name make_name(std::string_view common_name, std::string_view organisation) {
  Name name(X509_NAME_new());
  need(name != nullptr, "a name");
  if (!organisation.empty()) add_entry(name.get(), NID_organizationName, organisation);
  add_entry(name.get(), NID_commonName, common_name);
  return name;
}

Certificate parse_pem(std::string_view pem) {
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(X509_new_ex(library().context, nullptr));
  X509* place = certificate.get();
  need(in && place && PEM_read_bio_X509(in.get(), &place, nullptr, nullptr) != nullptr, "an authority's certificate");
  return certificate;
}

Builder::Builder(ByteView serial, const Validity& validity) : certificate_(X509_new_ex(library().context, nullptr)) {
  need(certificate_ != nullptr, "a certificate");
  const BigNumber number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  need(number && X509_set_version(certificate_.get(), kVersion3) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate_.get())) != nullptr &&
           ASN1_TIME_set(X509_getm_notBefore(certificate_.get()), validity.not_before) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate_.get()), validity.not_after) != nullptr,
       "a certificate's serial and times");
}

Builder& Builder::issuer(const X509_NAME* name) {
  need(X509_set_issuer_name(certificate_.get(), name) == 1, "a certificate's issuer");
  return *this;
}

Builder& Builder::subject(const X509_NAME* name) {
  need(X509_set_subject_name(certificate_.get(), name) == 1, "a certificate's subject");
  return *this;
}

Builder& Builder::public_key(EVP_PKEY* key) {
  need(X509_set_pubkey(certificate_.get(), key) == 1, "a certificate's key");
  return *this;
}

void Builder::extend(int nid, void* value, bool critical) {
  need(value && X509_add1_ext_i2d(certificate_.get(), nid, value, critical ? 1 : 0, X509V3_ADD_DEFAULT) == 1,
       "an extension of a certificate");
}

void Builder::key_usage(std::initializer_list<int> bits) {
  const BitString usage(ASN1_BIT_STRING_new());
  need(usage != nullptr, "a key usage");
  for (const int bit : bits) need(ASN1_BIT_STRING_set_bit(usage.get(), bit, 1) == 1, "a key usage");
  extend(NID_key_usage, usage.get(), true);
}

Builder& Builder::authority_constraints() {
  const Constraints constraints(BASIC_CONSTRAINTS_new());
  need(constraints != nullptr, "constraints");
  constraints->ca = 0xff;
  constraints->pathlen = ASN1_INTEGER_new();
  need(constraints->pathlen && ASN1_INTEGER_set(constraints->pathlen, 0) == 1, "constraints");
  extend(NID_basic_constraints, constraints.get(), true);
  key_usage({5, 6});  // keyCertSign, cRLSign
  return *this;
}

Builder& Builder::leaf_constraints(bool for_clients, bool for_servers) {
  const Constraints constraints(BASIC_CONSTRAINTS_new());
  extend(NID_basic_constraints, constraints.get(), true);
  key_usage({0});  // digitalSignature
  const ExtendedUsage usage(EXTENDED_KEY_USAGE_new());
  need(usage != nullptr, "an extended key usage");
  if (for_clients) need(sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_client_auth)) > 0, "an extended key usage");
  if (for_servers) need(sk_ASN1_OBJECT_push(usage.get(), OBJ_nid2obj(NID_server_auth)) > 0, "an extended key usage");
  extend(NID_ext_key_usage, usage.get(), false);
  return *this;
}

Builder& Builder::alternative_names(const std::vector<std::string>& dns_names, const std::vector<Bytes>& addresses) {
  if (dns_names.empty() && addresses.empty()) return *this;
  const GeneralNames names(GENERAL_NAMES_new());
  need(names != nullptr, "a subject's names");
  for (const auto& name : dns_names) add_name(names.get(), GEN_DNS, ASN1_IA5STRING_new(), as_bytes(name));
  for (const auto& address : addresses) add_name(names.get(), GEN_IPADD, ASN1_OCTET_STRING_new(), address);
  extend(NID_subject_alt_name, names.get(), false);
  return *this;
}

Builder& Builder::key_identifiers(EVP_PKEY* subject, EVP_PKEY* issuer) {
  extend(NID_subject_key_identifier, key_identifier(subject).get(), false);
  const AuthorityKeyId authority(AUTHORITY_KEYID_new());
  need(authority != nullptr, "an authority's key identifier");
  authority->keyid = key_identifier(issuer).release();
  extend(NID_authority_key_identifier, authority.get(), false);
  return *this;
}

std::string Builder::sign(EVP_PKEY* key) {
  need(X509_sign(certificate_.get(), key, library().sha256) > 0, "signing a certificate");
  const Bio out(BIO_new(BIO_s_mem()));
  need(out && PEM_write_bio_X509(out.get(), certificate_.get()) == 1, "writing a certificate");
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace signet::crypto::x509
