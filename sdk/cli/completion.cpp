// SPDX-License-Identifier: Apache-2.0
// Shell completion, written from the very tree that parses the command line.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

#include <iterator>

namespace signet::cli {
namespace {

struct Word {
  std::string text;
  std::string help;
};

/// What may follow the words of `path`: subcommands and options.
struct Place {
  std::string path;  // "", "admin", "admin vault"
  std::vector<Word> words;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

void add_options(const CLI::App& app, Place& place) {
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames())
      place.words.push_back({"--" + name, first_line(option->get_description())});
  }
}

void walk(const CLI::App& root, const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  Place place{.path = path, .words = {}};
  const auto children = app.get_subcommands([](const CLI::App*) { return true; });
  for (const auto* child : children) place.words.push_back({child->get_name(), first_line(child->get_description())});
  add_options(app, place);
  if (&app != &root) add_options(root, place);
  places.push_back(std::move(place));
  for (const auto* child : children) {
    walk(root, *child, path.empty() ? child->get_name() : path + " " + child->get_name(), places);
  }
}

std::string shell_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// case lines: 'admin vault') words='list create ...' ;;
std::string cases(const std::vector<Place>& places) {
  std::string all;
  for (const auto& place : places) {
    std::string words;
    for (const auto& word : place.words) words += (words.empty() ? "" : " ") + word.text;
    fmt::format_to(std::back_inserter(all), "    {}) words={} ;;\n", shell_word(place.path), shell_word(words));
  }
  return all;
}

/// The path is as many words as name commands; what follows them are arguments.
constexpr std::string_view kFindPath = R"(  local path='' words='' word next
  for word in "${typed[@]}"; do
    [[ $word == -* ]] && continue
    next="${path:+$path }$word"
    case "$next" in
PATHS
      *) break ;;
    esac
  done
  case "$path" in
CASES  esac
)";

std::string find_path(const std::vector<Place>& places) {
  std::string paths;
  for (const auto& place : places) {
    if (!place.path.empty()) paths += (paths.empty() ? "      " : "|") + shell_word(place.path);
  }
  std::string text(kFindPath);
  text.replace(text.find("PATHS"), 5, paths + ") path=$next ;;");
  text.replace(text.find("CASES"), 5, cases(places));
  return text;
}

std::string bash(const std::vector<Place>& places) {
  return "_signet() {\n  local typed=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n" + find_path(places) +
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "  [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\ncomplete -F _signet signet\n";
}

std::string zsh(const std::vector<Place>& places) {
  return "#compdef signet\n_signet() {\n  local typed=(\"${words[@]:1:CURRENT-2}\")\n  "
         "_signet_words\n}\n_signet_words() {\n" +
         find_path(places) + "  compadd -- ${=words} || _files\n}\ncompdef _signet signet\n";
}

std::string fish(const std::vector<Place>& places) {
  std::string all =
      "function __signet_path\n  set -l path\n  for word in (commandline -opc)[2..-1]\n"
      "    string match -q -- '-*' $word; and continue\n    set -l next (string join ' ' $path $word)\n"
      "    contains -- $next $__signet_paths; or break\n    set path $path $word\n  end\n"
      "  string join ' ' $path\nend\nset -g __signet_paths";
  for (const auto& place : places) {
    if (!place.path.empty()) all += " " + shell_word(place.path);
  }
  all += "\n";
  for (const auto& place : places) {
    const auto here = shell_word(fmt::format("test (__signet_path) = \"{}\"", place.path));
    for (const auto& word : place.words) {
      const bool is_option = word.text.starts_with("--");
      fmt::format_to(std::back_inserter(all), "complete -c signet -n {} {} {} -d {}\n", here,
                     is_option ? "-l" : "-f -a", shell_word(is_option ? word.text.substr(2) : word.text),
                     shell_word(word.help));
    }
  }
  return all;
}

}  // namespace

Action define_completion(CLI::App& command) {
  const auto shell = positional(command, "SHELL", "bash, zsh or fish");
  command.get_option("SHELL")->check(CLI::IsMember({"bash", "zsh", "fish"}));
  const CLI::App* root = &command;
  while (root->get_parent() != nullptr) root = root->get_parent();
  return [=](Session& session) -> Result<void> {
    std::vector<Place> places;
    walk(*root, *root, "", places);
    session.console().out(*shell == "bash" ? bash(places) : *shell == "zsh" ? zsh(places) : fish(places));
    return {};
  };
}

}  // namespace signet::cli
