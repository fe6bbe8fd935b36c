// SPDX-License-Identifier: Apache-2.0
#include "observe/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace signet::observe {
namespace {

std::string in_label(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else {
      if (c == '\\' || c == '"') escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

void Histogram::observe(double value) {
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  counts_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

void Exposition::family(std::string_view name, std::string_view help, std::string_view type) {
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void Exposition::line(std::string_view name, double value, std::span<const Label> labels) {
  text_ += name;
  char before = '{';
  for (const auto& [label, text] : labels) {
    fmt::format_to(std::back_inserter(text_), "{}{}=\"{}\"", before, label, in_label(text));
    before = ',';
  }
  if (!labels.empty()) text_ += '}';
  fmt::format_to(std::back_inserter(text_), " {:.15g}\n", value);
}

void Exposition::sample(double value, std::initializer_list<Label> labels) {
  line(name_, value, {labels.begin(), labels.size()});
}

void Exposition::histogram(std::string_view name, std::string_view help, const Histogram& histogram) {
  family(name, help, "histogram");
  const auto buckets = fmt::format("{}_bucket", name);
  std::uint64_t all = 0;
  for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
    all += histogram.count(i);
    const auto bound = i < histogram.bounds().size() ? fmt::format("{:.15g}", histogram.bounds()[i]) : "+Inf";
    const std::array<Label, 1> at_most{{{"le", bound}}};
    line(buckets, static_cast<double>(all), at_most);
  }
  line(fmt::format("{}_sum", name), histogram.sum(), {});
  line(fmt::format("{}_count", name), static_cast<double>(all), {});
}

}  // namespace signet::observe
