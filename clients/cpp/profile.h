// What a person's command line keeps between two commands.
//
//   <folder>/principal        the opaque id by which servers know this person
//   <folder>/after            what this person wrote last, per server and log
//   <folder>/catalogue        the items as last seen, to convert "25 kg" without a link
//   <folder>/outbox/          commands that may not have arrived (outbox.h)
#ifndef CLIENTS_CPP_PROFILE_H_
#define CLIENTS_CPP_PROFILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace waystation::client {

// After this long a token says nothing worth waiting for: the age of the answer's inputs tells it.
inline constexpr absl::Duration kAfterTokenLife = absl::Minutes(10);

// "The answer must hold revision `revision` of `log`": sent as metadata waystation-after.
struct AfterToken {
  std::string log;
  int64_t revision = 0;
};

class Profile {
 public:
  // Opens the folder, making it and a principal when absent.
  static absl::StatusOr<Profile> Open(const std::string& folder);

  // $XDG_CONFIG_HOME/waystation, or ~/.config/waystation.
  static std::string DefaultFolder();

  const std::string& folder() const { return folder_; }
  const std::string& principal() const { return principal_; }
  std::string outbox_folder() const { return folder_ + "/outbox"; }

  // Tokens of `server` younger than kAfterTokenLife.
  std::vector<AfterToken> After(absl::string_view server, absl::Time now) const;

  // Keeps the highest revision of each log. Another process's newer tokens stay.
  absl::Status AddAfter(absl::string_view server, const std::vector<AfterToken>& tokens,
                        absl::Time now) const;

  // Forgets what was written to `server`: its history is another one, or it can't catch up.
  absl::Status ForgetAfter(absl::string_view server) const;

  // The catalogue in bytes of the caller's, a convenience only: NOT_FOUND when never seen.
  absl::StatusOr<std::string> KeptCatalogue() const;
  absl::Status KeepCatalogue(absl::string_view bytes) const;

 private:
  Profile(std::string folder, std::string principal)
      : folder_(std::move(folder)), principal_(std::move(principal)) {}

  std::string folder_;
  std::string principal_;
};

}  // namespace waystation::client

#endif  // CLIENTS_CPP_PROFILE_H_
