// SPDX-License-Identifier: Apache-2.0
#include "tls_context.hpp"

#include "asio.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <boost/asio/ssl/context.hpp>

#include <array>
#include <string_view>

namespace signet::net {
namespace {

constexpr const char* kGroups = "X25519MLKEM768:X25519:P-256";
constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

/// A client that names protocols must name ours: one that wants to speak HTTP/2 is told so in the handshake.
int select_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  unsigned char* match = nullptr;
  if (SSL_select_next_proto(&match, chosen_size, kHttp11.data(), kHttp11.size(), offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

/// Without this OpenSSL would ask for a passphrase on the terminal of the server.
int no_passphrase(char*, int, int, void*) { return 0; }

std::unexpected<std::string> failure(std::string_view what, std::string_view file) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_peek_last_error(), reason.data(), reason.size());
  ERR_clear_error();
  return std::unexpected(std::string(what) + " " + std::string(file) + ": " + reason.data());
}

bool set_rules(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_NO_TICKET | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, kTls12Ciphers) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_max_early_data(context, 0) == 1;
}

}  // namespace

std::expected<std::shared_ptr<TlsContext>, std::string> load_tls_context(const TlsFiles& files) {
  ERR_clear_error();
  auto context = std::make_shared<TlsContext>(TlsContext::tls_server);
  auto* const native = context->native_handle();
  if (!set_rules(native)) return failure("cannot prepare TLS for", files.certificate);
  if (SSL_CTX_use_certificate_chain_file(native, files.certificate.c_str()) != 1)
    return failure("cannot read the certificate", files.certificate);
  if (SSL_CTX_use_PrivateKey_file(native, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return failure("cannot read the key of the certificate", files.key);
  if (SSL_CTX_check_private_key(native) != 1) return failure("the certificate does not belong to the key", files.key);
  return context;
}

}  // namespace signet::net
