// SPDX-License-Identifier: Apache-2.0
// The two shapes that nearly every write has: a change of what the path names, and its answer.
#pragma once

#include "handler.hpp"
#include "render.hpp"

#include <charconv>
#include <utility>

namespace signet::api {

/// `work` gives a Result of something that `rendered` turns into JSON.
template <class Work, class Rendered>
[[nodiscard]] Change change(int status, Work work, Rendered rendered) {
  return [status, work = std::move(work), rendered = std::move(rendered)](vault::Work& context) mutable
             -> vault::Result<Written> {
    const auto result = work(context);
    if (!result) return std::unexpected(result.error());
    return Written{json_response(status, rendered(*result, context))};
  };
}

/// `work` gives a Result<void>; the answer is an empty object.
template <class Work>
[[nodiscard]] Change change(Work work) {
  return [work = std::move(work)](vault::Work& context) mutable -> vault::Result<Written> {
    const auto result = work(context);
    if (!result) return std::unexpected(result.error());
    return Written{json_response(200, Json::object())};
  };
}

/// For changes whose result renders itself.
struct Rendered {
  template <class T>
  Json operator()(const T& made, vault::Work&) const {
    return render(made);
  }
  Json operator()(const Application& made, vault::Work& work) const { return render(made, work.read()); }
  Json operator()(const Machine& machine, vault::Work& work) const { return render(machine, work.read(), work.now); }
};

/// The id in the path's place `at`, well-formed or "No such ...".
template <class Id>
[[nodiscard]] std::expected<Id, Error> path_id(const Call& call, std::size_t at, std::string_view what) {
  if (auto id = Id::parse(call.path.values.at(at))) return std::move(*id);
  return std::unexpected(Error{ErrorCode::not_found, "No such " + std::string(what)});
}

/// The number of a version in the path's place `at`, or "No such version".
[[nodiscard]] inline std::expected<std::uint64_t, Error> path_version(const Call& call, std::size_t at) {
  const auto text = call.path.values.at(at);
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.starts_with('0');
  if (!whole) return std::unexpected(Error{ErrorCode::not_found, "No such version"});
  return version;
}

}  // namespace signet::api
