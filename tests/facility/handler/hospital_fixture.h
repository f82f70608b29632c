// What tests of calls have in common: the service at eight o'clock, with one open hospital.
#ifndef TESTS_FACILITY_HANDLER_HOSPITAL_FIXTURE_H_
#define TESTS_FACILITY_HANDLER_HOSPITAL_FIXTURE_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/facility/domain/fixtures.h"
#include "tests/facility/handler/facility_server.h"
#include "waystation/facility/v1/installation.pb.h"

namespace waystation::facility {

class HospitalTest : public ::testing::Test {
 protected:
  // As in Hospital(), "facilities/{id}".
  explicit HospitalTest(const std::string& id = "a");

  // Of the next request that records something.
  std::string NextId() { return RequestId(++request_); }

  // What `call`, which takes a NextId, is refused with under the id of the request before.
  template <typename Call>
  Reason ReasonWithLastId(const Call& call) {
    --request_;
    return ReasonOf(call());
  }

  // Both have to be accepted.
  void Install(const std::string& id, v1::Installation installation);
  void Report(const std::vector<v1::StatusValue>& values);

  FacilityServer server_{At(8)};

 private:
  const std::string name_;
  int request_ = 0;
};

}  // namespace waystation::facility

#endif  // TESTS_FACILITY_HANDLER_HOSPITAL_FIXTURE_H_
