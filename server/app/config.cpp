// SPDX-License-Identifier: Apache-2.0
// The table of all keys. config/signetd.toml is made from it.
#include "app/config.hpp"

#include "setting_checks.hpp"

#include <array>

namespace signet::app {
namespace {

Complaint set_tls_mode(Config& config, const Value& value) {
  using Choice = std::pair<std::string_view, TlsMode>;
  constexpr std::array kChoices{Choice{"off", TlsMode::off}, Choice{"on", TlsMode::on},
                                Choice{"in-front", TlsMode::in_front}};
  return choose(value, kChoices, config.tls);
}

Complaint set_id_scope(Config& config, const Value& value) {
  using Choice = std::pair<std::string_view, bool>;
  constexpr std::array kChoices{Choice{"everyone", true}, Choice{"unknown-addresses", false}};
  return choose(value, kChoices, config.lock_known_addresses);
}

Complaint set_private_webhooks(Config& config, const Value& value) {
  using Choice = std::pair<std::string_view, bool>;
  constexpr std::array kChoices{Choice{"no", false}, Choice{"yes", true}};
  return choose(value, kChoices, config.webhooks_to_private_addresses);
}

Complaint set_log_level(Config& config, const Value& value) {
  using observe::Level;
  using Choice = std::pair<std::string_view, Level>;
  constexpr std::array kChoices{Choice{"debug", Level::debug}, Choice{"info", Level::info},
                                Choice{"warning", Level::warning}, Choice{"error", Level::error}};
  return choose(value, kChoices, config.log.level);
}

Complaint set_log_format(Config& config, const Value& value) {
  using Choice = std::pair<std::string_view, bool>;
  constexpr std::array kChoices{Choice{"text", false}, Choice{"json", true}};
  return choose(value, kChoices, config.log.json);
}

using enum ValueType;

// Keys without a section come first, as TOML wants it; the keys of a section stand together.
constexpr std::array kKeys{
    Key{"data_dir", path, "/var/lib/signet", "--data-dir", set_needed_path<&Config::data_dir>,
        "The folder with the database. `signetd init` makes it, for its owner alone. One process at a time uses it."},
    Key{"root_key_file", path, "/etc/signet/root.key", "--root-key-file", set_needed_path<&Config::root_key_file>,
        "The file with the key that opens the root key; only the server's own user may read it. It lies outside "
        "data_dir and never in a backup of it: whoever has both reads every secret. Keep a copy in a safe place, for "
        "without this file nobody reads any."},
    Key{"public_url", text, "", "--public-url", set_public_url,
        "Where clients reach this server: https://host, https://host:port or, for trials on one machine, "
        "http://localhost:port. Machines are told it when they enrol, one-time links begin with it, and "
        "GET /v1/bootstrap/{token} needs it. Empty: machines keep the address they used, links come without one, and "
        "there is no bootstrap script."},
    Key{"threads", number, "0", "--threads", set_number<&Config::threads, 0, 256>,
        "Threads that answer requests. 0: one a core, at most 8."},
    Key{"trusted_proxies", list, "", "", set_trusted_proxies,
        "Networks of the reverse proxies whose X-Forwarded-For is believed, such as \"10.0.0.0/8\". It is read from "
        "right to left, and the first address that is no trusted proxy is the client's: lockout and the audit log go "
        "by it."},
    Key{"user", text, "", "", set_text<&Config::user>,
        "Whom signetd becomes when root starts it: a user other than root, by name. Ports are taken before that, all "
        "else happens after it, so data_dir, the key files and the certificate are that user's. Empty: it stays who it "
        "is."},
    Key{"metrics_listen", text, "", "", set_metrics_listen,
        "Where a monitoring system reads GET /metrics, over plain HTTP: a port of 127.0.0.1, such as \"9464\", or "
        "address:port, [v6]:port. Whoever can connect can read it; it names no vault, machine or address. Empty: "
        "nowhere."},

    Key{"listen.addresses", list, "127.0.0.1,::1", "--listen", set_addresses,
        "Numeric addresses to listen on; \"0.0.0.0\" and \"::\" are all of this machine's. Without TLS only loopback "
        "is allowed."},
    Key{"listen.port", number, "7443", "--port", set_number<&Config::port, 0, 65'535>,
        "The TCP port. 0: any free one, which `signetd serve --port-file FILE` writes down."},

    Key{"tls.mode", text, "off", "--tls-mode", set_tls_mode,
        "\"on\": this server does TLS with the two files below. \"in-front\": a proxy does it, whose networks "
        "trusted_proxies names. \"off\": nobody does, and the server listens on loopback only."},
    Key{"tls.certificate", path, "", "--tls-certificate", set_path<&Config::certificate>,
        "PEM file: the certificate, then those between it and the root. SIGHUP has both files read again."},
    Key{"tls.private_key", path, "", "--tls-private-key", set_path<&Config::private_key>,
        "PEM file: the certificate's key, without a passphrase."},

    Key{"lockout.id_scope", text, "everyone", "", set_id_scope,
        "Whom the lockout of a machine's id stops after three failures in five minutes. \"everyone\": whoever uses the "
        "id, for thirty minutes. \"unknown-addresses\": not the addresses from which that machine has authenticated "
        "before, so that a stranger who knows an id cannot shut its machine out. Operators always have the second."},

    Key{"limits.connections", number, "12000", "", set_number<&Config::connections, 1, 1'000'000>,
        "Open connections. The limit of open files must be larger; the server raises its own as far as it may."},
    Key{"limits.connections_per_address", number, "256", "", set_number<&Config::connections_per_address, 1, 1'000'000>,
        "Open connections from one IPv4 address or one IPv6 /64. Trusted proxies are not counted."},
    Key{"limits.commit_queue", number, "4096", "", set_number<&Config::commit_queue, 1, 1'000'000>,
        "Requests that may wait for their commit. Beyond that the answer is 503, at once."},
    Key{"limits.requests_per_identity", number, "200", "", set_number<&Config::requests_per_identity, 0, 1'000'000>,
        "Requests a second of one machine or operator, with those of five seconds at once. Beyond that the answer is "
        "429 and nothing happens. 0: without limit."},
    Key{"limits.failed_checks_per_address", number, "20", "",
        set_number<&Config::failed_checks_per_address, 0, 1'000'000>,
        "Signatures a second from one IPv4 address or one IPv6 /64 that are verified and found wrong, likewise; a long "
        "one, such as of ML-DSA or SLH-DSA, counts for up to eight. Beyond that the answer is 429 before any signature "
        "is looked at. Good ones are not counted. 0: without limit."},
    Key{"limits.failed_checks", number, "1000", "", set_number<&Config::failed_checks, 0, 1'000'000>,
        "The same of all those addresses together from which nobody has authenticated in the last hour: a flood from "
        "many addresses leaves the known ones their time. 0: without limit."},

    Key{"audit.witness_file", path, "", "", set_path<&Config::witness_file>,
        "A file that gets a line for every signed checkpoint of every audit log, best on another disk or machine: "
        "`signet audit verify --seen` shows with it that no log was cut or written anew."},
    Key{"audit.keep_proofs_days", number, "365", "", set_number<&Config::keep_proofs_days, 0, 36'500>,
        "How long the proofs of who asked for a change are kept, in days; the records themselves stay. 0: for ever."},

    Key{"webhooks.allow_private_addresses", text, "no", "", set_private_webhooks,
        "\"yes\": events may also be sent to this machine and to private networks, where an operator of a vault could "
        "reach what the internet cannot. \"no\": only to public addresses."},

    Key{"log.level", text, "info", "--log-level", set_log_level,
        "The least that is logged: \"debug\", \"info\", \"warning\" or \"error\"."},
    Key{"log.format", text, "text", "--log-format", set_log_format,
        "\"text\" for people, or \"json\", one object a line with at, level and message. The log goes to standard "
        "error."},
};

bool is_loopback(const std::string& address) { return Address::parse(address)->is_loopback(); }

std::string url(const Config& config, std::string_view host, std::uint16_t port) {
  return fmt::format("{}://{}:{}", config.tls == TlsMode::on ? "https" : "http", host, port);
}

}  // namespace

std::span<const Key> keys() { return kKeys; }

std::string local_url(const Config& config, std::uint16_t port) { return url(config, "localhost", port); }

std::string listening_urls(const Config& config, std::uint16_t port) {
  std::string urls;
  bool localhost = false;
  for (const auto& address : config.addresses) {
    if (is_loopback(address) && std::exchange(localhost, true)) continue;
    if (!urls.empty()) urls += ", ";
    urls += is_loopback(address)    ? local_url(config, port)
            : address.contains(':') ? url(config, "[" + address + "]", port)
                                    : url(config, address, port);
  }
  return urls;
}

}  // namespace signet::app
