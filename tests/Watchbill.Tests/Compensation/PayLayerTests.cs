using Watchbill.Fixtures;

namespace Watchbill.Compensation;

/// <summary>A layer with rates of its own: from 20:00 to midnight, two hours of the day and two of the night.</summary>
public sealed class PayLayerTests
{
    private const string Policy = """
        { "classes": [{"id": "night", "from": "22:00", "to": "06:00"}, {"id": "day"}],
          "standby": {"per": "hour", "rate": 4, "rates": {"night": 6}, "layers": [LAYERS]} }
        """;

    [Theory]
    [InlineData("primary", """{"id": "secondary", "rate": 2, "rates": {"night": 3}}""", 20)]
    [InlineData("secondary", """{"id": "secondary", "rate": 2, "rates": {"night": 3}}""", 10)]
    [InlineData("secondary", """{"id": "secondary", "rate": 2}""", 8)]
    [InlineData("secondary", """{"id": "secondary", "rates": {"night": 1}}""", 10)]
    [InlineData("secondary", """{"id": "secondary", "rate": 0}""", 0)]
    [InlineData("secondary", "", 20)]
    [InlineData(null, """{"id": "secondary", "rate": 2}""", 20)]
    public void Hours_have_the_rate_of_their_layer_and_else_that_of_all(string? level, string layers, int amount) =>
        Assert.Equal(amount, Case(layers).OnCall("2026-06-03T20:00", "2026-06-04T00:00", level: level).Amount);

    [Fact]
    public void On_both_at_once_the_dearer_one_is_paid() => Assert.Equal(20, Case("""{"id": "secondary", "rate": 2}""")
        .OnCall("2026-06-03T20:00", "2026-06-04T00:00", shift: "r/secondary/1", level: "secondary")
        .OnCall("2026-06-03T20:00", "2026-06-04T00:00", shift: "r/primary/1", level: "primary").Amount);

    // Three dates of the secondary at 20, of which the first is one of the primary, too, at 50, though its stretch is the shorter one.
    [Theory]
    [InlineData("once", 50 + 20 + 20)]
    [InlineData("each", 50 + 20 + 20)]
    public void Of_a_date_on_both_the_dearer_lump_is_paid(string duty, int amount) => Assert.Equal(amount,
        new PayCase("Europe/London", $$"""
            { "standby": {"per": "lump", "rate": 50, "layers": [{"id": "secondary", "rate": 20}]}, "doubleDuty": "{{duty}}" }
            """).OnCall("2026-06-01T09:00", "2026-06-04T09:00", shift: "r/secondary/1", level: "secondary")
            .OnCall("2026-06-01T09:00", "2026-06-02T09:00", shift: "r/primary/1", level: "primary").Amount);

    /// <summary>June has 720 hours: 5 each for ana, 2 for ben, on a layer of his own that fills the level.</summary>
    [Fact]
    public async Task The_file_says_it_and_the_level_of_the_layer_counts()
    {
        var bot = await PayBot.WithAsync("""
            timeZone: Etc/UTC
            currency: EUR
            people: [{id: ana, name: Ana}, {id: ben, name: Ben}]
            teams: [{id: payments, lead: ana, members: [ana, ben]}]
            services: [{id: checkout, team: payments}]
            rotations:
              - id: payments
                kind: team
                team: payments
                turn: {every: 1 week, from: 2026-06-01, at: "00:00"}
                layers: [{id: primary, members: [ana]}, {id: secondary-emea, as: secondary, members: [ben]}]
                pay: standard
            compensation:
              - {id: standard, effective: 2026-01-01, standby: {per: hour, rate: 5, layers: [{id: secondary, rate: 2}]}}
            """, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-02T00:00:00Z");
        Assert.Equal(3600, await bot.AmountAsync("ana", "2026-06"));
        Assert.Equal(1440, await bot.AmountAsync("ben", "2026-06"));
        Assert.All((await bot.MonthAsync("ben", "2026-06")).Lines, line => Assert.Equal(2, line.Rate));
    }

    private static PayCase Case(string layers) => new("Etc/UTC", Policy.Replace("LAYERS", layers, StringComparison.Ordinal));
}
