# cmake -DFILE=... -DOUTPUT=... -P embed_script.cmake
#
# Writes a C++ file that gives the text of FILE.
file(READ "${FILE}" text)
file(WRITE "${OUTPUT}.new" "// Made by cmake/embed_script.cmake.
#include \"bootstrap_script.hpp\"

namespace signet::api {

std::string_view bootstrap_text() { return R\"script(${text})script\"; }

}  // namespace signet::api
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
