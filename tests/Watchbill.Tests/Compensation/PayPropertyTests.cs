using NodaTime;
using NodaTime.Text;

namespace Watchbill.Compensation;

/// <summary>What holds of pay whatever was worked: tried on random weeks over both clock changes.</summary>
public sealed class PayPropertyTests
{
    private const string Hourly = """
        { "businessHours": {"days": "Mon-Fri", "from": "09:00", "to": "18:00"},
          "classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"},
            {"id": "night", "from": "22:00", "to": "06:00"}, {"id": "business", "in": "businessHours"}, {"id": "evening"}],
          "standby": {"per": "hour", "rates": {"holiday": 8, "weekend": 6, "night": 5, "evening": 3, "business": 0}} }
        """;

    private static readonly string[] Zones = ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"];
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void Hours_by_class_add_up_to_the_time_on_call_and_every_line_to_its_parts(int seed)
    {
        var random = new Random(seed);
        var (pay, spans) = (Of(Hourly, random), Spans(random));
        foreach (var (from, to) in spans) pay.OnCall(from, to);
        Assert.Equal(spans.Sum(span => HoursOf(pay, span)), pay.Lines.Sum(line => line.Hours));
        Assert.All(pay.Lines, line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
        Assert.All(pay.Lines, line => Assert.True(line.Hours >= 0));
        Assert.Equal(pay.Lines.Sum(line => line.Amount.Amount), Assert.Single(Earnings.Totals(pay.Lines)).Amount);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Whatever_a_policy_says_the_parts_of_a_line_multiply_to_its_amount_to_the_cent(int seed)
    {
        var random = new Random(seed);
        var pay = Of("""
            { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "night", "from": "22:00", "to": "06:00"}, {"id": "day"}],
              "standby": {"per": "hour", "rates": {"weekend": 8.333, "night": 0.07, "day": "0.1 x hourly"}, "minimum": {"night": "5h"}},
              "callout": {"per": "hour", "rate": "1.5 x hourly", "fee": 20.005, "window": "2h", "minimum": "30m", "included": "7m",
                "rounding": {"to": "15m", "mode": "up", "of": "each"}},
              "caps": {"day": 100.17} }
            """, random).Hourly(33.37m).Factor(1.37m, "2026-10-24");
        foreach (var (from, to) in Spans(random))
        {
            pay.OnCall(from, to);
            pay.Called(from, Local.Format(Local.Parse(from).Value.PlusMinutes(random.Next(1, 200))));
        }

        var lines = pay.Lines;
        Assert.All(lines, line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Quantity * part.Rate * part.Factor)));
        Assert.All(lines, line => Assert.Equal(decimal.Round(line.Amount.Amount, 2), line.Amount.Amount));
        Assert.Contains(lines.SelectMany(line => line.Parts), part => part.What == PayPartKind.Rounding && part.Amount % 0.01m != 0);
        Assert.Equal(lines.Sum(line => line.Amount.Amount), Assert.Single(Earnings.Totals(lines)).Amount);
    }

    // To the cent of each line: where a line is cut in two, both are rounded.
    [Theory, MemberData(nameof(Seeds))]
    public void Hourly_money_is_the_same_however_a_shift_is_split(int seed)
    {
        var random = new Random(seed);
        var zone = Zones[seed % Zones.Length];
        var whole = new PayCase(zone, Hourly).Holidays("2026-10-26");
        var split = new PayCase(zone, Hourly).Holidays("2026-10-26");
        foreach (var (from, to) in Spans(random))
        {
            var middle = Local.Format(Local.Parse(from).Value.PlusMinutes(15 * random.Next(1, 48)));
            whole.OnCall(from, to);
            if (string.CompareOrdinal(middle, to) < 0) split.OnCall(from, middle).OnCall(middle, to);
            else split.OnCall(from, to);
        }

        Assert.Equal(whole.Amount, split.Amount);
    }

    // A swap, a cover and an override are the same to pay: somebody else holds a part of the shift.
    [Theory, MemberData(nameof(Seeds))]
    public void Hourly_money_is_the_same_whoever_holds_which_part_of_a_shift(int seed)
    {
        var random = new Random(seed);
        var zone = Zones[seed % Zones.Length];
        var whole = new PayCase(zone, Hourly).Holidays("2026-10-26");
        PayCase[] people = [.. Enumerable.Range(0, 3).Select(_ => new PayCase(zone, Hourly).Holidays("2026-10-26"))];
        foreach (var (from, to) in Spans(random))
        {
            whole.OnCall(from, to);
            for (var part = from; string.CompareOrdinal(part, to) < 0;)
            {
                var next = Local.Format(Local.Parse(part).Value.PlusMinutes(15 * random.Next(1, 200)));
                if (string.CompareOrdinal(next, to) > 0) next = to;
                people[random.Next(people.Length)].OnCall(part, next);
                part = next;
            }
        }

        Assert.Equal((whole.Amount, whole.Lines.Sum(line => line.Hours)),
            (people.Sum(one => one.Amount), people.Sum(one => one.Lines.Sum(line => line.Hours))));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_order_in_which_work_is_found_makes_no_difference(int seed)
    {
        var random = new Random(seed);
        var spans = Spans(random);
        var policy = Hourly[..Hourly.LastIndexOf('}')]
            + """, "callout": {"per": "hour", "rate": 40, "fee": 20, "window": "6h","""
            + """ "rounding": {"to": "15m", "mode": "up", "of": "sum"}}}""";
        var forward = new PayCase("Europe/Lisbon", policy);
        var shuffled = new PayCase("Europe/Lisbon", policy);
        foreach (var i in Enumerable.Range(0, spans.Count)) Add(forward, i);
        foreach (var i in Enumerable.Range(0, spans.Count).OrderBy(_ => random.Next())) Add(shuffled, i);
        Assert.Equal(forward.Lines.Select(line => line with { Parts = [] }), shuffled.Lines.Select(line => line with { Parts = [] }));

        void Add(PayCase pay, int i)
        {
            pay.OnCall(spans[i].From, spans[i].To, shift: $"r/primary/{i}");
            for (var call = 0; call < 3; call++)
            {
                var begins = Local.Parse(spans[i].From).Value.PlusMinutes(80 * call);
                pay.Called(Local.Format(begins), Local.Format(begins.PlusMinutes(20 + i)), $"inc-{i}-{call}");
            }
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_new_version_changes_no_day_before_it(int seed)
    {
        var random = new Random(seed);
        var spans = Spans(random);
        var before = new PayCase("Europe/Lisbon", Hourly);
        var after = new PayCase("Europe/Lisbon", Hourly).Version("2026-10-28", Hourly.Replace("8,", "80,", StringComparison.Ordinal)
            .Replace("\"evening\": 3", "\"evening\": 30", StringComparison.Ordinal));
        foreach (var (from, to) in spans)
        {
            before.OnCall(from, to);
            after.OnCall(from, to);
        }

        var cut = new LocalDate(2026, 10, 28).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Lisbon"]).ToInstant();
        Assert.Equal(before.Lines.Where(line => line.End <= cut).Select(line => (line.Start, line.Class, line.Amount)),
            after.Lines
                .Where(
                    line =>
                        line.End <= cut
                            && before.Lines.Any(other => other.End == line.End && other.Start == line.Start && other.Class == line.Class))
                .Select(line => (line.Start, line.Class, line.Amount)));
        Assert.Equal(before.Lines.Sum(line => line.Hours), after.Lines.Sum(line => line.Hours));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Time_held_in_several_rotations_is_never_paid_more_than_each_alone(int seed)
    {
        var random = new Random(seed);
        var once = new PayCase("Europe/Lisbon", Hourly);
        var each = new PayCase("Europe/Lisbon", Hourly[..Hourly.LastIndexOf('}')] + ", \"doubleDuty\": \"each\" }");
        foreach (var rotation in new[] { "a", "b", "c" })
        {
            foreach (var (from, to) in Spans(random))
            {
                once.OnCall(from, to, rotation);
                each.OnCall(from, to, rotation);
            }
        }

        Assert.True(once.Amount <= each.Amount);
        Assert.True(once.Lines.Sum(line => line.Hours) <= each.Lines.Sum(line => line.Hours));
    }

    [Theory]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-03-29", 23)]
    public void A_day_whose_clocks_change_pays_its_elapsed_hours(string day, int hours)
    {
        var date = LocalDatePattern.Iso.Parse(day).Value;
        var pay = new PayCase("Europe/Lisbon", """{ "standby": {"per": "hour", "rate": 10} }""")
            .OnCall($"{day}T00:00", $"{LocalDatePattern.Iso.Format(date.PlusDays(1))}T00:00");
        Assert.Equal(hours * 10, pay.Amount);
    }

    // The clocks go back from 02:00 to 01:00: of a time that comes twice a window closes at the last.
    [Fact]
    public void A_window_that_closes_in_the_repeated_hour_closes_the_second_time() =>
        Assert.Equal(4.5m, new PayCase("Europe/Lisbon", """
            { "classes": [{"id": "night", "from": "22:00", "to": "01:30"}, {"id": "day"}], "standby": {"per": "hour", "rate": 1} }
            """).OnCall("2026-10-24T22:00", "2026-10-25T06:00").HoursOf("night"));

    private static PayCase Of(string policy, Random random) =>
        new PayCase(Zones[random.Next(Zones.Length)], policy).Holidays("2026-10-26", "2026-03-30");

    // Some shifts around the clock changes of spring and autumn, one after another, each on quarters of an hour.
    private static List<(string From, string To)> Spans(Random random)
    {
        var spans = new List<(string, string)>();
        foreach (var month in new[] { 3, 10 })
        {
            var at = new LocalDateTime(2026, month, 20, 0, 0);
            for (var i = 0; i < 4; i++)
            {
                var from = at.PlusMinutes(15 * random.Next(0, 200));
                at = from.PlusMinutes(15 * random.Next(1, 400));
                spans.Add((Local.Format(from), Local.Format(at)));
            }
        }

        return spans;
    }

    private static decimal HoursOf(PayCase pay, (string From, string To) span) => (decimal)(pay.At(span.To) - pay.At(span.From)).TotalHours;
}
