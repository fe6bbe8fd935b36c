# cmake -DFILE=... -DOUTPUT=... -P embed_openapi.cmake
#
# Writes a C++ file that gives the text of FILE.
file(READ "${FILE}" text)
file(WRITE "${OUTPUT}.new" "// Made by cmake/embed_openapi.cmake.
#include \"openapi.hpp\"

namespace signet::api {

std::string_view openapi_text() { return R\"openapi(${text})openapi\"; }

}  // namespace signet::api
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
