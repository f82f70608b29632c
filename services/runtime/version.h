#ifndef SERVICES_RUNTIME_VERSION_H_
#define SERVICES_RUNTIME_VERSION_H_

namespace waystation::runtime {

// What --version says and a folder's first entry keeps.
inline constexpr char kProgram[] = "waystation 0.1.0";

}  // namespace waystation::runtime

#endif  // SERVICES_RUNTIME_VERSION_H_
