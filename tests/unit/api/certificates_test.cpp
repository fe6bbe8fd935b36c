// SPDX-License-Identifier: Apache-2.0
// Certificate secrets: who gets a certificate, for which key, for how long; and that other programs take it for one.
#include "support/installation.hpp"

#include "signet/crypto/ssh_certificate.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace signet::testing {
namespace {

// openssl ecparam -name prime256v1 -genkey | openssl ec -pubout -outform DER | base64 -w0
constexpr char kP256[] =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXu2NuxMkSDG9wLiHRvAqyGmcEthv+86BmR4x1YOuO0pfvdW3RH4VkNIdjjWNmkoi"
    "jXFjMFtuaVoZV52QnUNGgg==";

struct Certificates : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("p");
  std::string ssh_key = crypto::to_ssh_public_key(crypto::PrivateKey::generate(Algorithm::ed25519).public_key());
  std::string ssh_authority = authority("ssh"), x509_authority = authority("x509");
  std::string ssh = make("logins", R"({"name":"logins","authorityId":")" + ssh_authority +
                                       R"(","subject":"deploy","host":"web-1","names":["www"],"usages":["permit-pty"],)"
                                       R"("maxValiditySeconds":600})");
  std::string x509 = make("tls", R"({"name":"tls","authorityId":")" + x509_authority +
                                     R"(","subject":"web-1","names":["web-1.internal"],"addresses":["10.0.0.1","::1"],)"
                                     R"("usages":["clientAuth","serverAuth"],"certificateHeaders":false})");

  std::string authority(const std::string& type) {
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/authorities"),
                                 R"({"type":")" + type + R"(","name":"the )" + type + R"( one"})");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["authorityId"];
  }
  std::string make(const std::string& name, const std::string& body) {
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/certificates"), body);
    EXPECT_EQ(made.status, 201) << name << made.text;
    vault.give(machine, project, made["secretId"]);
    return made["secretId"];
  }
  Answer ask(const std::string& secret, const std::string& body) {
    return vault.send(machine, "POST", "/v1/secret/" + secret + "/certificate", body);
  }
  Answer ask_ssh(const std::string& more = "") { return ask(ssh, R"({"subjectKey":")" + ssh_key + "\"" + more + "}"); }
  Answer ask_x509() { return ask(x509, R"({"subjectKeyX509":")" + std::string(kP256) + R"("})"); }
  Answer by_headers(const std::string& secret, std::vector<api::Header> headers) {
    auto request = vault.sign(machine, "GET", "/v1/secret/" + secret);
    for (auto& header : headers) request.request.head.headers.push_back(std::move(header));
    return vault.handle(request);
  }
  std::string public_part(const std::string& id) {
    return vault.send(vault.root, "GET", vault.vault_path("/authorities/" + id))["publicKey"];
  }
  /// What the command says; its files are in the installation's folder.
  std::string run(const std::string& command) {
    const auto out = vault.folder / "said";
    status = std::system(("cd " + vault.folder.string() + " && " + command + " > said 2>&1").c_str());
    std::ifstream file(out);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(vault.folder / name) << text << "\n"; }
  int status = 0;
};

TEST_F(Certificates, OfSshAreReadByOpenSsh) {
  const auto answer = ask_ssh();
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.body.size(), 5U);
  EXPECT_EQ(answer["certificateType"], "ssh");
  EXPECT_EQ(to_public_text(answer.body["fields"]), R"({"host":"web-1","username":"deploy"})");
  const auto now = to_unix_seconds(vault.clock.now());
  EXPECT_EQ(answer.body["validAfter"].get<std::int64_t>(), now - 60);
  EXPECT_EQ(answer.body["validBefore"].get<std::int64_t>(), now + 600);
  if (std::system("command -v ssh-keygen > /dev/null") != 0) GTEST_SKIP() << "no ssh-keygen (openssh-client)";
  write("key-cert.pub", answer["certificate"]);
  write("ca.pub", public_part(ssh_authority));
  const auto shown = run("ssh-keygen -L -f key-cert.pub");
  EXPECT_EQ(status, 0) << shown;
  for (const auto& part : std::vector<std::string>{"ssh-ed25519-cert-v01@openssh.com user certificate",
                                                   "signet:" + machine.id + ":" + ssh, "deploy", "www",
                                                   "Critical Options: (none)", "permit-pty"})
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
  EXPECT_EQ(shown.find("permit-port-forwarding"), std::string::npos);
  auto print = run("ssh-keygen -l -f ca.pub");
  print = print.substr(print.find("SHA256:"), 50);
  EXPECT_NE(shown.find("Signing CA: ED25519 " + print + " (using ssh-ed25519)"), std::string::npos) << shown;
}

TEST_F(Certificates, OfX509AreVerifiedByOpenssl) {
  const auto answer = ask_x509();
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer["certificateType"], "x509");
  EXPECT_EQ(text_of(answer.body["fields"]["commonName"]), "web-1");
  EXPECT_EQ(text_of(answer.body["fields"]["chain"]), public_part(x509_authority));
  if (std::system("command -v openssl > /dev/null") != 0) GTEST_SKIP() << "no openssl";
  write("leaf.pem", answer["certificate"]);
  write("ca.pem", public_part(x509_authority));
  const auto at = std::to_string(to_unix_seconds(vault.clock.now()));
  for (const std::string purpose : {"sslclient", "sslserver"}) {
    const auto said = run("openssl verify -x509_strict -attime " + at + " -purpose " + purpose +
                          " -CAfile ca.pem leaf.pem");
    EXPECT_EQ(status, 0) << said;
  }
  EXPECT_NE(run("openssl verify -CAfile ca.pem -attime " + std::to_string(to_unix_seconds(vault.clock.now()) + 3'601) +
                " leaf.pem").find("expired"), std::string::npos);
  const auto leaf = run("openssl x509 -noout -text -in leaf.pem");
  for (const std::string part :
       {"CA:FALSE", "DNS:web-1.internal", "IP Address:10.0.0.1", "TLS Web Client Authentication",
        "TLS Web Server Authentication", "ecdsa-with-SHA256", "X509v3 Authority Key Identifier"})
    EXPECT_NE(leaf.find(part), std::string::npos) << part << "\n" << leaf;
  EXPECT_EQ(run("openssl x509 -noout -subject -nameopt RFC2253 -in leaf.pem"), "subject=CN=web-1\n");
  const auto root = run("openssl x509 -noout -text -in ca.pem");
  EXPECT_NE(root.find("CA:TRUE, pathlen:0"), std::string::npos) << root;
  EXPECT_NE(root.find("Certificate Sign, CRL Sign"), std::string::npos) << root;
  EXPECT_NE(ask_x509()["certificate"], answer["certificate"]) << "another serial";
}

TEST_F(Certificates, AreGivenByHeadersOnlyWhereTheSecretAllowsIt) {
  EXPECT_EQ(by_headers(ssh, {}).text, R"({"value":"{}"})");
  const auto good = by_headers(ssh, {{"x-sikkerkey-subject-key", ssh_key}, {"X-SikkerKey-Subject-Key-X509", kP256},
                                     {"X-SikkerKey-Validity", "120"}});
  ASSERT_EQ(good.status, 200) << good.text;
  EXPECT_EQ(good["certificateType"], "ssh");
  EXPECT_EQ(good.body["validBefore"].get<std::int64_t>() - good.body["validAfter"].get<std::int64_t>(), 180);
  EXPECT_EQ(by_headers(x509, {{"X-SikkerKey-Subject-Key-X509", kP256}}).status, 403);
  EXPECT_EQ(by_headers(ssh, {{"X-SikkerKey-Subject-Key-X509", kP256}}).status, 400) << "not the kind it wants";
  EXPECT_EQ(by_headers(ssh, {{"X-SikkerKey-Subject-Key", ssh_key}, {"X-SikkerKey-Subject-Key", ssh_key}}).status, 400);
  for (const std::string seconds : {"", "0", "-1", "1s", " 1", "99999999999"})
    EXPECT_EQ(by_headers(ssh, {{"X-SikkerKey-Subject-Key", ssh_key}, {"X-SikkerKey-Validity", seconds}}).status, 400);
  const auto plain = vault.make_secret(project, "plain", "value");
  vault.give(machine, project, plain);
  EXPECT_EQ(by_headers(plain, {{"X-SikkerKey-Subject-Key", ssh_key}})["value"], "value");
  EXPECT_EQ(ask(plain, R"({"subjectKey":")" + ssh_key + R"("})").status, 409);
}

TEST_F(Certificates, LastNoLongerThanTheSecretAllows) {
  const auto life = [](const Answer& answer) {
    return answer.body["validBefore"].get<std::int64_t>() - answer.body["validAfter"].get<std::int64_t>() - 60;
  };
  EXPECT_EQ(life(ask_ssh(R"(,"validity":601)")), 600);
  EXPECT_EQ(life(ask_ssh(R"(,"validity":599)")), 599);
  EXPECT_EQ(ask_ssh(R"(,"validity":0)").status, 400);
}

TEST_F(Certificates, AreAReadLikeAnyOtherAndRecorded) {
  const auto records = vault.audit_size(vault.vault_id);
  ASSERT_EQ(ask_ssh().status, 200);
  EXPECT_EQ(vault.actions(vault.vault_id, records), (std::vector<std::string>{"secret_read", "certificate_issue"}));
  const auto detail = std::string(text_of(vault.audit(vault.vault_id).back()["detail"]));
  EXPECT_EQ(detail.find("ssh by " + ssh_authority + ", serial "), 0U) << detail;
  EXPECT_NE(detail.find(crypto::ssh_fingerprint(*crypto::parse_ssh_public_key(ssh_key))), std::string::npos);
  const auto grant = vault.vault_path("/secrets/" + ssh + "/grants/" + machine.id);
  ASSERT_EQ(vault.send(vault.root, "DELETE", grant, "{}").status, 200);
  EXPECT_EQ(ask_ssh().status, 403);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "secret_read_denied");
  EXPECT_EQ(ask("sk_0000000000", R"({"subjectKey":"x"})").status, 404);
}

TEST_F(Certificates, RefuseKeysThatAreNone) {
  for (const auto& key : std::vector<std::string>{"", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA",
                                                  "command=\\\"x\\\" " + ssh_key, ssh_key + "\\n" + ssh_key,
                                                  " " + ssh_key, ssh_key + "A"})
    EXPECT_EQ(ask(ssh, R"({"subjectKey":")" + key + R"("})").status, 400) << key;
  EXPECT_EQ(ask(ssh, R"({"subjectKey":")" + ssh_key + R"( someone@host","newer":1})").status, 200);
  auto off_curve = *from_base64(kP256);
  off_curve.back() ^= 1;
  auto longer = *from_base64(kP256);
  longer.push_back(0);
  for (const auto& der : {off_curve, longer, Bytes(91), Bytes()})
    EXPECT_EQ(ask(x509, R"({"subjectKeyX509":")" + to_base64(der) + R"("})").status, 400);
  EXPECT_EQ(ask(x509, R"({"subjectKeyX509":7})").status, 400);
  EXPECT_EQ(ask(x509, "").status, 400);
}

TEST_F(Certificates, AuthoritiesStayWhileSecretsNameThem) {
  const auto path = vault.vault_path("/authorities/" + ssh_authority);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path, "{}").status, 409);
  const auto again = R"({"type":"ssh","name":"the ssh one"})";
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/authorities"), again).status, 409);
  for (const std::string body : {R"({"type":"pgp","name":"n"})", R"({"type":"ssh"})", R"({"type":"ssh","name":""})",
                                 R"({"type":"ssh","name":"n","key":"x"})"})
    EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/authorities"), body).status, 400) << body;
  const auto unused = vault.send(vault.root, "POST", vault.vault_path("/authorities"), R"({"type":"ssh","name":"n"})");
  const auto gone = vault.vault_path("/authorities/" + unused["authorityId"]);
  EXPECT_EQ(vault.send(vault.root, "DELETE", gone, "{}").status, 200);
  EXPECT_EQ(vault.send(vault.root, "DELETE", gone, "{}").status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", gone).status, 404);
}

TEST_F(Certificates, RefuseWhatIsNoProfile) {
  struct Case {
    std::string authority, more, field;
  };
  const std::vector<Case> cases{
      {"ca_0000000000", R"("subject":"x")", "authorityId"},
      {ssh_authority, R"("subject":"a b")", "subject"},
      {ssh_authority, R"("subject":"")", "subject"},
      {ssh_authority, R"("subject":"x","names":["a,b"])", "names"},
      {ssh_authority, R"("subject":"x","names":"a")", "names"},
      {ssh_authority, R"("subject":"x","addresses":["10.0.0.1"])", "addresses"},
      {ssh_authority, R"("subject":"x","usages":["force-command"])", "usages"},
      {ssh_authority, R"("subject":"x","usages":["permit-pty","permit-pty"])", "usages"},
      {ssh_authority, R"("subject":"x","host":"a b")", "host"},
      {ssh_authority, R"("subject":"x","maxValiditySeconds":59)", "maxValiditySeconds"},
      {ssh_authority, R"("subject":"x","maxValiditySeconds":86401)", "maxValiditySeconds"},
      {ssh_authority, R"("subject":"x","certificateHeaders":"no")", "certificateHeaders"},
      {ssh_authority, R"("subject":"x","extra":1)", "extra"},
      {x509_authority, R"("subject":"x")", "usages"},
      {x509_authority, R"("subject":"x","usages":["codeSigning"])", "usages"},
      {x509_authority, R"("subject":")" + std::string(65, 'x') + R"(","usages":["clientAuth"])", "subject"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a..b"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["*"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["*."])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["*.com"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["*.*.com"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a.*.com"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a*.example.com"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["-a.example"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a-.example"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a.-b"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a.b-"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":[".a"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["a."])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":[""])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":[")" + std::string(64, 'a') + R"(.example"])",
       "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"names":["DNS:a"])", "names"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"addresses":["10.0.0.256"])", "addresses"},
      {x509_authority, R"("subject":"x","usages":["clientAuth"],"host":"h")", "host"},
  };
  for (const auto& c : cases) {
    const auto before = vault.state_digest();
    const auto profile = R"("authorityId":")" + c.authority + R"(",)" + c.more;
    SCOPED_TRACE(profile);
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/certificates"),
                                 R"({"name":"n",)" + profile + "}");
    const auto put =
        vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + ssh + "/certificate"), "{" + profile + "}");
    for (const auto& answer : {made, put}) {
      EXPECT_EQ(answer.status, 400) << answer.text;
      EXPECT_EQ(answer["field"], c.field);
    }
    EXPECT_EQ(vault.state_digest(), before);
  }
  const auto good =
      vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + x509 + "/certificate"),
                 R"({"authorityId":")" + x509_authority + R"(","subject":"x","usages":["serverAuth"],)" +
                     R"("names":["web","*.a.b","x--y.example",")" + std::string(63, 'a') + R"(.example"]})");
  EXPECT_EQ(good.status, 200) << good.text;
  const auto versions = vault.vault_path("/secrets/" + ssh + "/versions");
  EXPECT_EQ(vault.send(vault.root, "POST", versions, R"({"value":"x"})").status, 409);
  EXPECT_EQ(vault.send(vault.root, "POST", vault.vault_path("/secrets/" + ssh + "/rotate"), "{}").status, 409);
}

TEST_F(Certificates, AreNotExportedAndAreToldApartFromSecrets) {
  vault.give(machine, project, vault.make_secret(project, "token", "t"));
  EXPECT_EQ(vault.send(machine, "POST", "/v1/secrets/export").body["secrets"].size(), 1U);
  const auto listed = vault.send(machine, "GET", "/v1/cli/secrets").body["secrets"];
  ASSERT_EQ(listed.size(), 3U);
  EXPECT_EQ(text_of(listed[0]["type"]), "certificate");
  EXPECT_EQ(text_of(listed[2]["type"]), "secret");
  ASSERT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/export"), R"({"exportAllowed":true})").status, 200);
  const auto owned =
      vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/export"), R"({"format":"json"})");
  EXPECT_EQ(owned.body["count"], 1);
}

}  // namespace
}  // namespace signet::testing
