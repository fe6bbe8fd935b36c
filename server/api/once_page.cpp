// SPDX-License-Identifier: Apache-2.0
#include "once_page.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::api {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 36rem; margin: 12vh auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
input, textarea, button { font: inherit; padding: .5rem .75rem; box-sizing: border-box; }
input, textarea { width: 100%; margin: .25rem 0 1rem; }
textarea { font-family: ui-monospace, monospace; min-height: 8rem; }
button { cursor: pointer; }
[hidden] { display: none; }
)";

// The key is behind the # of the address, which browsers never send; it leaves in the body of one POST.
constexpr std::string_view kScript = R"(
"use strict";
const at = (id) => document.getElementById(id);
const say = (text) => { at("status").textContent = text; };
const fail = (text) => { say(text); at("open").disabled = false; };
at("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = location.hash.slice(1);
  if (!key) { say("This address lacks its second half. Copy the whole link, with everything behind the #."); return; }
  const body = { key };
  if (!at("secret-word").hidden) body.passphrase = at("passphrase").value;
  at("open").disabled = true;
  say("Opening\u2026");
  let answer, shown;
  try {
    answer = await fetch("/v1/once/" + location.pathname.split("/").pop(), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
    shown = await answer.json();
  } catch (problem) { fail("The server did not answer. Try again."); return; }
  if (answer.status === 200) {
    history.replaceState(null, "", location.pathname);
    at("ask").hidden = true;
    at("value").value = shown.value;
    at("opened").hidden = false;
    say("This was the only time: the link opens no more. Copy the value before you leave this page.");
  } else if (answer.status === 403) {
    at("secret-word").hidden = false;
    at("passphrase").value = "";
    at("passphrase").focus();
    fail(shown.error);
  } else if (answer.status === 404) {
    fail("This link does not open. It was opened before, ran out, or was not copied whole.");
  } else if (answer.status === 429) {
    fail("Too many attempts from your address. Try again later.");
  } else {
    fail("The server cannot open it now. Try again in a minute.");
  }
});
at("copy").addEventListener("click", async () => {
  at("value").select();
  try {
    await navigator.clipboard.writeText(at("value").value);
    say("Copied.");
  } catch (problem) {
    say("Press Ctrl+C.");
  }
});
)";

std::string make_page() {
  std::string page =
      R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>A secret for you</title>
<style>)";
  page += kStyle;
  page += R"(</style>
</head>
<body>
<h1>Somebody shared a secret with you</h1>
<p>It is shown once. When you open it, it is deleted from the server.</p>
<form id="ask" autocomplete="off">
<div id="secret-word" hidden><label for="passphrase">Passphrase</label>
<input id="passphrase" type="password" autocomplete="off"></div>
<button id="open" type="submit">Show it</button>
</form>
<div id="opened" hidden><textarea id="value" readonly spellcheck="false" aria-label="The secret"></textarea>
<button id="copy" type="button">Copy</button></div>
<p id="status" role="status"></p>
<noscript><p>This page needs JavaScript: the key in the link must not be sent before you ask for it.</p></noscript>
<script>)";
  page += kScript;
  page += R"(</script>
</body>
</html>
)";
  return page;
}

std::string hash_of(std::string_view text) { return "'sha256-" + to_base64(crypto::sha256(as_bytes(text))) + "'"; }

}  // namespace

Response once_page() {
  static const auto page = make_page();
  static const auto policy = "default-src 'none'; style-src " + hash_of(kStyle) + "; script-src " + hash_of(kScript) +
                             "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", policy},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Robots-Tag", "noindex, nofollow"}},
          .body = SecretBytes::from_text(page)};
}

}  // namespace signet::api
