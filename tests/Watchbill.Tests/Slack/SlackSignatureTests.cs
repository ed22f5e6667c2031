using System.Text;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Watchbill.Slack;

public sealed class SlackSignatureTests
{
    // The example of https://docs.slack.dev/authentication/verifying-requests-from-slack.
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const long At = 1531420618;
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
            + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    [Fact]
    public void Slacks_own_example_is_valid() => Assert.Equal(SignatureVerdict.Valid, Check());

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86400, false)]
    public void It_is_good_for_five_minutes_both_ways(long later, bool good) =>
        Assert.Equal(good ? SignatureVerdict.Valid : SignatureVerdict.Stale, Check(now: At + later));

    public static TheoryData<string, string?, string?> Wrong() => new()
    {
        { "no timestamp", null, Signature },
        { "no signature", "1531420618", null },
        { "an empty timestamp", "", Signature },
        { "an empty signature", "1531420618", "" },
        { "a timestamp that is no number", "yesterday", Signature },
        { "a negative one", "-1531420618", Signature },
        { "one with a sign", "+1531420618", Signature },
        { "one with a blank", " 1531420618", Signature },
        { "one with a fraction", "1531420618.0", Signature },
        { "one with a leading zero", "01531420618", Signature },
        { "one too large", "99999999999999999999", Signature },
        { "the largest one", "9223372036854775807", Signature },
        { "another second", "1531420619", Signature },
        { "another version", "1531420618", "v1" + Signature[2..] },
        { "no version", "1531420618", Signature[3..] },
        { "capital letters", "1531420618", "v0=" + Signature[3..].ToUpperInvariant() },
        { "one digit less", "1531420618", Signature[..^1] },
        { "one digit more", "1531420618", Signature + "0" },
        { "another last digit", "1531420618", Signature[..^1] + "4" },
        { "no digits", "1531420618", "v0=" + new string('z', 64) },
        { "letters that are not ASCII", "1531420618", "v0=" + new string('é', 64) },
        { "digits of another script", "١٥٣١٤٢٠٦١٨", Signature },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Headers_that_are_not_quite_right_are_wrong(string what, string? timestamp, string? signature) =>
        Assert.True(Check(timestamp, signature) is not SignatureVerdict.Valid, what);

    [Fact]
    public void A_header_that_is_there_twice_counts_as_missing()
    {
        Assert.Equal(SignatureVerdict.Missing, Verdict(new(["1531420618", "1531420618"]), Signature, Body));
        Assert.Equal(SignatureVerdict.Missing, Verdict("1531420618", new([Signature, Signature]), Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void A_changed_body_is_wrong(string more)
    {
        Assert.Equal(SignatureVerdict.Wrong, Verdict("1531420618", Signature, more.Length == 0 ? Body[1..] : Body + more));
        Assert.Equal(SignatureVerdict.Wrong,
            SlackSignature.Check(Encoding.UTF8.GetBytes(Secret + "x"), "1531420618", Signature, Encoding.UTF8.GetBytes(Body),
                Instant.FromUnixTimeSeconds(At)));
    }

    [Fact]
    public void There_is_no_check_without_a_secret() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SlackSignature.Check([], "1531420618", Signature, [], Instant.FromUnixTimeSeconds(At)));

    private static SignatureVerdict Check(string? timestamp = "1531420618", string? signature = Signature, long now = At) =>
        Verdict(timestamp is null ? StringValues.Empty : timestamp, signature is null ? StringValues.Empty : signature, Body, now);

    private static SignatureVerdict Verdict(StringValues timestamp, StringValues signature, string body, long now = At) =>
        SlackSignature.Check(Encoding.UTF8.GetBytes(Secret), timestamp, signature, Encoding.UTF8.GetBytes(body),
            Instant.FromUnixTimeSeconds(now));
}
