using Watchbill.Fixtures;

namespace Watchbill.Rotations;

public sealed class CoverRequestTests
{
    [Theory]
    [InlineData("2026-11-25T17:59:59Z", false, RequestState.Lapsed)] // somebody else has the shift, and nobody who was asked
    [InlineData("2026-11-25T17:59:59Z", true, RequestState.Accepted)] // a part was taken, and the rest somebody else has
    [InlineData("2026-11-25T18:00:00Z", false, RequestState.Expired)] // its end is not included
    [InlineData("2026-11-25T18:00:00Z", true, RequestState.Expired)] // the rest was never taken
    [InlineData("2026-11-24T10:00:00Z", false, RequestState.Lapsed)] // before its start, too
    public void With_nothing_left_it_is_lapsed_unless_it_is_over_or_somebody_took_a_part(string now, bool taken, RequestState state)
    {
        var (start, end) = (Cases.At("2026-11-25T10:00:00Z"), Cases.At("2026-11-25T18:00:00Z"));
        var asked = Cases.At("2026-11-20T10:00:00Z");
        var request = new CoverRequest("payments", "primary", start, end, "ben")
        {
            AskedBy = "ben",
            AskedAt = asked,
            Asked = ["ana", "cai"],
            Taken = taken ? [new CoverPart("ana", start, Cases.At("2026-11-25T12:00:00Z"), asked)] : [],
        };
        Assert.Equal(state, request.ClosedAs(Cases.At(now)));
    }
}
