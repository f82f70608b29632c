// Reservations over gRPC: every RPC and every error, and many clients at once.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/inventory/domain/calendar.h"
#include "tests/inventory/handler/inventory_server.h"
#include "waystation/inventory/v1/reservation.grpc.pb.h"

namespace waystation::inventory {
namespace {

using ::testing::UnorderedElementsAre;

// The server's clock stands at noon of the 20th.
v1::CreateReservationRequest Wanting(const std::string& item, int64_t quantity, int days = 3) {
  v1::CreateReservationRequest request = Promising(item, quantity);
  *request.mutable_reservation()->mutable_expire_time() =
      TimestampOf(Noon(20) + absl::Hours(24 * days));
  return request;
}

class ReservationHandlerTest : public HandlerTest {
 protected:
  void SetUp() override {
    HandlerTest::SetUp();
    stub_ = v1::ReservationService::NewStub(channel_);
    ASSERT_TRUE(Post(Receipt(18, Line("rice", 100, "A"))).ok());
  }

  template <typename Request>
  Request WithId(Request request) {
    request.set_request_id(NextRequestId());
    return request;
  }
  absl::Status Create(const v1::CreateReservationRequest& request) {
    v1::CreateReservationResponse response;
    const absl::Status status = CALL(stub_, CreateReservation, WithId(request), &response);
    made_ = response.reservation();
    return status;
  }
  absl::Status Pick(const std::string& name, const std::string& etag = "") {
    v1::PickReservationRequest request;
    request.set_name(name);
    request.set_etag(etag);
    v1::PickReservationResponse response;
    const absl::Status status = CALL(stub_, PickReservation, WithId(request), &response);
    made_ = response.reservation();
    return status;
  }
  absl::Status Release(const std::string& name) {
    v1::ReleaseReservationRequest request;
    request.set_name(name);
    v1::ReleaseReservationResponse response;
    return CALL(stub_, ReleaseReservation, WithId(request), &response);
  }
  absl::Status Extend(const std::string& name, int days) {
    v1::ExtendReservationRequest request;
    request.set_name(name);
    *request.mutable_expire_time() = TimestampOf(Noon(20) + absl::Hours(24 * days));
    v1::ExtendReservationResponse response;
    const absl::Status status = CALL(stub_, ExtendReservation, WithId(request), &response);
    made_ = response.reservation();
    return status;
  }
  int Count(const v1::ListReservationsRequest& request) {
    v1::ListReservationsResponse response;
    EXPECT_TRUE(CALL(stub_, ListReservations, request, &response).ok());
    return response.reservations_size();
  }

  std::unique_ptr<v1::ReservationService::StubInterface> stub_;
  v1::Reservation made_;
};

TEST_F(ReservationHandlerTest, EveryViolationAtOnce) {
  v1::CreateReservationRequest request = Wanting("rice", 0);
  request.set_parent("hospital");
  v1::Reservation& reservation = *request.mutable_reservation();
  reservation.clear_owner();
  reservation.clear_purpose();
  reservation.clear_priority();
  reservation.clear_expire_time();
  reservation.mutable_needed_by_date()->set_year(2026);
  reservation.set_note(std::string(1001, 'x'));
  reservation.set_recorded_by(std::string(101, 'x'));
  reservation.mutable_lines(0)->set_place("No place");
  const absl::Status wrong = Create(request);
  EXPECT_REASON(wrong, INVALID_FIELD);
  EXPECT_THAT(FieldsOf(wrong),
              UnorderedElementsAre("parent", "reservation.owner", "reservation.purpose",
                                   "reservation.priority", "reservation.expire_time",
                                   "reservation.needed_by_date", "reservation.note",
                                   "reservation.recorded_by", "reservation.lines[0].quantity",
                                   "reservation.lines[0].place"));
  request = Wanting("rice", 1);
  request.mutable_reservation()->clear_lines();
  EXPECT_THAT(FieldsOf(Create(request)), UnorderedElementsAre("reservation.lines"));
  EXPECT_THAT(FieldsOf(Pick("facilities/f/res-1")), UnorderedElementsAre("name"));
}

TEST_F(ReservationHandlerTest, EveryErrorAndEveryVerb) {
  EXPECT_REASON(Create(Wanting("gold", 1)), NOT_KNOWN);
  v1::CreateReservationRequest shut = Wanting("rice", 1);
  shut.set_parent("facilities/shut");
  EXPECT_REASON(Create(shut), WRONG_STATE);
  EXPECT_REASON(Create(Wanting("rice", 1, -1)), TIME_OUT_OF_RANGE);
  EXPECT_REASON(Create(Wanting("rice", 101)), NOT_ENOUGH_STOCK);
  ASSERT_TRUE(Create(Wanting("rice", 70)).ok());
  const std::string name = made_.name();
  EXPECT_EQ(made_.number(), "RES-0001");
  ASSERT_TRUE(Extend("facilities/f/reservations/res-0001", 5).ok());
  EXPECT_REASON(Pick(name, "old"), ETAG_MISMATCH);
  ASSERT_TRUE(Pick(name, made_.etag()).ok());
  EXPECT_EQ(made_.state(), v1::RESERVATION_STATE_PICKED);
  EXPECT_REASON(Extend(name, 4), WRONG_STATE);
  EXPECT_REASON(Pick("facilities/f/reservations/res-0009"), NOT_KNOWN);
  ASSERT_TRUE(Release(name).ok());
  EXPECT_REASON(Release(name), WRONG_STATE);
  v1::GetReservationRequest get;
  v1::GetReservationResponse got;
  get.set_name(name);
  ASSERT_TRUE(CALL(stub_, GetReservation, get, &got).ok());
  EXPECT_EQ(got.reservation().state(), v1::RESERVATION_STATE_RELEASED);
  get.set_name("facilities/f/reservations/res-0009");
  EXPECT_REASON(CALL(stub_, GetReservation, get, &got), NOT_KNOWN);
}

TEST_F(ReservationHandlerTest, ListsByAllThatTheyHave) {
  ASSERT_TRUE(Create(Wanting("rice", 10)).ok());
  v1::CreateReservationRequest other = Wanting("rice", 10);
  other.mutable_reservation()->set_owner("outreach");
  ASSERT_TRUE(Create(other).ok());
  ASSERT_TRUE(Release(made_.name()).ok());
  v1::ListReservationsRequest request;
  request.set_parent("facilities/-");
  EXPECT_EQ(Count(request), 2);
  request.set_owner("outreach");
  EXPECT_EQ(Count(request), 1);
  request.add_states(v1::RESERVATION_STATE_ACTIVE);
  EXPECT_EQ(Count(request), 0);
  request.clear_owner();
  request.set_parent("facilities/f");
  request.set_item("items/rice");
  EXPECT_EQ(Count(request), 1);
  request.set_item("items/salt");
  EXPECT_EQ(Count(request), 0);
  request.set_parent("facilities/nowhere");
  v1::ListReservationsResponse response;
  EXPECT_REASON(CALL(stub_, ListReservations, request, &response), NOT_KNOWN);
  request.set_parent("facilities/f");
  request.set_page_token("old");
  EXPECT_REASON(CALL(stub_, ListReservations, request, &response), PAGE_TOKEN_MISMATCH);
}

TEST_F(ReservationHandlerTest, AnEmergencyIsInSomebodysName) {
  v1::CreateMovementRequest request = Use(18, Line("rice", 10, "A"), kOrder);
  request.mutable_movement()->set_emergency(true);
  request.mutable_movement()->clear_recorded_by();
  EXPECT_THAT(FieldsOf(Post(request)),
              UnorderedElementsAre("movement.recorded_by", "movement.note"));
  request = Receipt(18, Line("rice", 10, "A"));
  request.mutable_movement()->set_emergency(true);
  request.mutable_movement()->set_reservation("facilities/f/reservations/res-0001");
  EXPECT_THAT(FieldsOf(Post(request)),
              UnorderedElementsAre("movement.emergency", "movement.reservation"));
}

// Everybody wants the same stock: promises, orders, releases, all at once. What was promised and
// not given back, and what was taken, never comes to more than there is.
TEST_F(ReservationHandlerTest, ManyClientsNeverGetMoreThanThereIs) {
  constexpr int kClients = 12;
  constexpr int kCallsEach = 25;
  std::atomic<int64_t> promised = 0;
  std::atomic<int64_t> taken = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < kCallsEach; ++i) {
        const std::string id = absl::StrFormat("c%03d-%011d", client, i);
        if (client % 3 == 2) {
          v1::CreateMovementRequest request = Use(18, Line("rice", 2, "A"), kOrder);
          request.set_request_id(id);
          v1::CreateMovementResponse response;
          const bool ok = CALL(movements_, CreateMovement, request, &response).ok();
          ok ? taken += 2 : ++refused;
          continue;
        }
        v1::CreateReservationRequest request = Wanting("rice", 1 + client % 4);
        request.set_request_id(id);
        v1::CreateReservationResponse response;
        if (!CALL(stub_, CreateReservation, request, &response).ok()) {
          ++refused;
          continue;
        }
        if (i % 3 != 0) {
          promised += 1 + client % 4;
          continue;
        }
        v1::ReleaseReservationRequest release;
        release.set_request_id(absl::StrFormat("r%03d-%011d", client, i));
        release.set_name(response.reservation().name());
        v1::ReleaseReservationResponse released;
        EXPECT_TRUE(CALL(stub_, ReleaseReservation, release, &released).ok());
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_LE(promised + taken, 100);
  EXPECT_GT(refused, 0);
  EXPECT_GT(promised, 0);
  v1::GetStockBalanceRequest ask;
  ask.set_facility("facilities/f");
  ask.set_item("items/rice");
  v1::GetStockBalanceResponse balance;
  ASSERT_TRUE(CALL(stock_, GetStockBalance, ask, &balance).ok());
  EXPECT_EQ(balance.reserved_quantity(), promised);
  EXPECT_EQ(balance.available_quantity(), 100 - promised - taken);
}

}  // namespace
}  // namespace waystation::inventory
