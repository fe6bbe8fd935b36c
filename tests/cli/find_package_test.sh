#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# find_package_test.sh BUILD_DIR COMPILER SANITIZERS: installs the SDK and builds a program outside the tree with it.
set -euo pipefail
build=$1 compiler=$2 sanitizers=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --build "$build" --target signet_client >/dev/null
cmake --install "$build" --component sdk --prefix "$work/prefix" >/dev/null

mkdir "$work/project"
cat >"$work/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(stranger CXX)
find_package(signet 0.1 REQUIRED)
add_executable(stranger main.cpp)
target_link_libraries(stranger PRIVATE signet::client)
END
cat >"$work/project/main.cpp" <<'END'
#include <signet/client/admin_client.hpp>
#include <signet/client/client.hpp>
#include <signet/client/enrol.hpp>
#include <signet/client/server_info.hpp>

#include <iostream>

int main() {
  const auto client = signet::client::Client::open({.machine_id = "m", .api_url = "https://localhost"});
  std::cout << client.error().message << '\n';
  return client.error().kind == signet::client::ErrorKind::local ? 0 : 1;
}
END
cmake -G Ninja -S "$work/project" -B "$work/build" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/prefix" \
      ${sanitizers:+-DCMAKE_CXX_FLAGS="-fsanitize=$sanitizers"} >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cmake --build "$work/build" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/build/stranger"

# No header of the SDK shows what it is built on.
if grep -rnE '#include <(boost|openssl|fmt|CLI)/' "$work/prefix/include"; then exit 1; fi
if grep -rnE 'nlohmann|json\.hpp' "$work/prefix/include/signet/client"; then exit 1; fi
