// SPDX-License-Identifier: Apache-2.0
// spdlog has the clock, the lock and the sink. Times are UTC with milliseconds, so that lines of several machines sort.
#include "observe/log.hpp"

#include "escape.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace signet::observe {
namespace {

constexpr auto kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v";
constexpr auto kJsonPattern = R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":"%v"})";

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

struct Log::Sink {
  bool json;
  spdlog::logger logger;

  void write(spdlog::level::level_enum level, std::string_view message, std::string_view request) {
    if (!logger.should_log(level)) return;
    auto line = json ? escape_for_json(message) : escape_for_text(message);
    if (!request.empty())
      line += json ? "\",\"request\":\"" + escape_for_json(request) : " [request " + escape_for_text(request) + "]";
    logger.log(level, spdlog::string_view_t(line.data(), line.size()));
  }
};

Log::Log(Options options)
    : sink_(std::make_unique<Sink>(
          Sink{options.json, spdlog::logger("signetd", std::make_shared<spdlog::sinks::stderr_sink_mt>())})) {
  sink_->logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(options.json ? kJsonPattern : kTextPattern,
                                                                          spdlog::pattern_time_type::utc));
  sink_->logger.set_level(level_of(options.level));
}

Log::~Log() = default;

bool Log::wants(Level level) const { return sink_->logger.should_log(level_of(level)); }

void Log::debug(std::string_view message, std::string_view request) {
  sink_->write(spdlog::level::debug, message, request);
}
void Log::info(std::string_view message, std::string_view request) {
  sink_->write(spdlog::level::info, message, request);
}
void Log::warning(std::string_view message, std::string_view request) {
  sink_->write(spdlog::level::warn, message, request);
}
void Log::error(std::string_view message, std::string_view request) {
  sink_->write(spdlog::level::err, message, request);
}

}  // namespace signet::observe
