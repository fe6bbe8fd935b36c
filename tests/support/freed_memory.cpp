// SPDX-License-Identifier: Apache-2.0
#include "support/freed_memory.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

std::string_view watched;
int found = 0;

void give_back(void* memory) noexcept {
  if (memory == nullptr) return;
  const std::string_view block(static_cast<const char*>(memory), malloc_usable_size(memory));
  if (!watched.empty() && block.contains(watched)) ++found;
  std::free(memory);
}

}  // namespace

// Zeroed, so that only what the program wrote is found.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::calloc(1, size == 0 ? 1 : size); }
void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }

namespace signet::testing {

FreedMemory::FreedMemory(std::string_view secret) {
  watched = secret;
  found = 0;
}

FreedMemory::~FreedMemory() { watched = {}; }

int FreedMemory::blocks_with_secret() const { return found; }

}  // namespace signet::testing
