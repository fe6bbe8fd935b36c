// SPDX-License-Identifier: Apache-2.0
#include "export_format.hpp"

#include "signet/schema/json.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

void add(SecretBytes& out, std::string_view text) { out.append(as_bytes(text)); }

/// Each byte that `escape` has a text for is replaced by it.
template <class Escape>
void add_escaped(SecretBytes& out, std::string_view text, Escape escape) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view instead = escape(text, i);
    add(out, instead.empty() ? text.substr(i, 1) : instead);
  }
}

std::string_view in_shell(std::string_view text, std::size_t i) { return text[i] == '\'' ? "'\\''" : ""; }

std::string_view in_dotenv(std::string_view text, std::size_t i) {
  switch (text[i]) {
    case '\\': return "\\\\";
    case '"': return "\\\"";
    case '$': return "\\$";
    case '`': return "\\`";
    case '\n': return "\\n";
    case '\r': return "\\r";
    default: return "";
  }
}

/// What YAML 1.2 does not print, or reads as a line end; the rest of UTF-8 stands for itself.
SecretBytes yaml_text(std::string_view text) {
  SecretBytes out;
  out.reserve(text.size() + 2);
  add(out, "\"");
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto rest = text.substr(i);
    if (byte == '"' || byte == '\\') {
      add(out, "\\");
      add(out, rest.substr(0, 1));
    } else if (byte < 0x20 || byte == 0x7F) {
      add(out, fmt::format("\\x{:02x}", byte));
    } else if (byte == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xA0) {
      add(out, fmt::format("\\x{:02x}", static_cast<unsigned char>(rest[1])));
      i += 1;
    } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
      add(out, rest[2] == '\xA8' ? "\\u2028" : "\\u2029");
      i += 2;
    } else if (rest.starts_with("\xEF\xBB\xBF") || rest.starts_with("\xEF\xBF\xBE") ||
               rest.starts_with("\xEF\xBF\xBF")) {
      add(out, rest[1] == '\xBB' ? "\\ufeff" : rest[2] == '\xBE' ? "\\ufffe" : "\\uffff");
      i += 2;
    } else {
      add(out, rest.substr(0, 1));
    }
  }
  add(out, "\"");
  return out;
}

}  // namespace

Result<SecretBytes> to_shell(std::span<const Variable> variables) {
  SecretBytes out;
  for (const auto& variable : variables) {
    if (variable.name.front() >= '0' && variable.name.front() <= '9') {
      return fail(
          fmt::format("{} would be {}, and no shell takes a variable that begins with a digit: rename it, or "
                      "use another format",
                      variable.origin, variable.name));
    }
    add(out, "export " + variable.name + "='");
    add_escaped(out, variable.value.expose_text(), in_shell);
    add(out, "'\n");
  }
  return out;
}

SecretBytes to_dotenv(std::span<const Variable> variables) {
  SecretBytes out;
  for (const auto& variable : variables) {
    const auto value = variable.value.expose_text();
    const bool literal = value.find_first_of("'\\\r") == std::string_view::npos;
    add(out, variable.name + (literal ? "='" : "=\""));
    if (literal) {
      add(out, value);
    } else {
      add_escaped(out, value, in_dotenv);
    }
    add(out, literal ? "'\n" : "\"\n");
  }
  return out;
}

SecretBytes to_json_object(std::span<const Variable> variables) {
  Json object = Json::object();
  for (const auto& variable : variables) object[SecretString(variable.name)] = json_text(variable.value.expose_text());
  auto out = to_secret_text(object);
  add(out, "\n");
  return out;
}

SecretBytes to_yaml(std::span<const Variable> variables) {
  SecretBytes out;
  if (variables.empty()) add(out, "{}\n");
  for (const auto& variable : variables) {
    add(out, "\"" + variable.name + "\": ");
    out.append(yaml_text(variable.value.expose_text()).expose());
    add(out, "\n");
  }
  return out;
}

}  // namespace signet::cli
