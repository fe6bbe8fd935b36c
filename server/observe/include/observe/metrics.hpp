// SPDX-License-Identifier: Apache-2.0
// Numbers for a monitoring system: what counts them, and the text format of Prometheus (0.0.4) that shows them.
// Counting takes no lock. Labels come from our own tables, never from a request.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signet::observe {

/// Thread-safe. How many values were at most each bound, how many there were, and their sum.
class Histogram {
 public:
  /// Ascending.
  explicit Histogram(std::initializer_list<double> bounds) : bounds_(bounds), counts_(bounds.size() + 1) {}
  void observe(double value);

  [[nodiscard]] std::span<const double> bounds() const { return bounds_; }
  /// Of values at most bounds()[i] and above the bound before it; the last is of those above all.
  [[nodiscard]] std::uint64_t count(std::size_t i) const { return counts_[i].load(std::memory_order_relaxed); }
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  const std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> counts_;
  std::atomic<double> sum_ = 0;
};

/// Writes families one after another.
class Exposition {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  void counter(std::string_view name, std::string_view help) { family(name, help, "counter"); }
  void gauge(std::string_view name, std::string_view help) { family(name, help, "gauge"); }
  /// Of the family that was begun last.
  void sample(double value, std::initializer_list<Label> labels = {});
  /// A family by itself.
  void histogram(std::string_view name, std::string_view help, const Histogram& histogram);

  [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

 private:
  void family(std::string_view name, std::string_view help, std::string_view type);
  void line(std::string_view name, double value, std::span<const Label> labels);

  std::string name_;
  std::string text_;
};

}  // namespace signet::observe
