// SPDX-License-Identifier: Apache-2.0
#include "net/server.hpp"

namespace signet::net {
namespace {

struct Page {
  std::string path;
  std::string content_type;
  std::function<std::string()> text;
};

class PageService final : public Service {
 public:
  explicit PageService(std::shared_ptr<const Page> page) : page_(std::move(page)) {}

  /// No body is read.
  std::optional<std::size_t> admit(const api::RequestHead& head, std::optional<std::uint64_t>, Answer answer) override {
    answer(respond(head));
    return std::nullopt;
  }
  void start(api::Request request, Answer answer) override { answer(respond(request.head)); }
  void next(api::Pieces, PieceTaker taker) override { taker({{}, std::nullopt, true}); }
  void turn() override {}
  void tick() override {}

 private:
  [[nodiscard]] api::Response respond(const api::RequestHead& head) const {
    if (head.target != page_->path) return api::error_response(404, "No such page");
    if (head.method != "GET") {
      auto refused = api::error_response(405, "This page can only be read");
      refused.headers.push_back({"Allow", "GET"});
      return refused;
    }
    return {.headers = {{"Content-Type", page_->content_type}}, .body = SecretBytes::from_text(page_->text())};
  }

  const std::shared_ptr<const Page> page_;
};

}  // namespace

ServiceFactory page_service(std::string path, std::string content_type, std::function<std::string()> text) {
  const auto page = std::make_shared<const Page>(Page{std::move(path), std::move(content_type), std::move(text)});
  return [page](const Wake&) -> std::unique_ptr<Service> { return std::make_unique<PageService>(page); };
}

}  // namespace signet::net
