using NodaTime;
using NodaTime.Text;

namespace Watchbill.Chat;

public sealed class TimePhrasesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 10, 0);
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
    private static readonly Interval NextTurn = new(Instant.FromUtc(2026, 11, 23, 9, 0), Instant.FromUtc(2026, 11, 30, 9, 0));
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public static IEnumerable<TheoryDataRow<string, string, string, string, string>> Meanings =>
        Rows("## On Friday", 5)
            .Select(row => new TheoryDataRow<string, string, string, string, string>(row[0], row[1], row[2], row[3], row[4]));

    public static IEnumerable<TheoryDataRow<string[]>> ClockChanges =>
        Rows("## Where the clocks", 7).Select(row => new TheoryDataRow<string[]>(row));

    public static IEnumerable<TheoryDataRow<string, string, string>> Refusals =>
        Rows("## What is asked back", 3).Select(row => new TheoryDataRow<string, string, string>(row[0], row[1], row[2]));

    [Theory]
    [MemberData(nameof(Meanings))]
    public void A_phrase_means_what_the_documentation_says(string kind, string phrase, string from, string to, string notes)
    {
        var said = Say(kind, phrase, Now, Lisbon, NextTurn);
        Assert.Equal((from, to, notes), (Show(said.Start), said.End is { } end ? Show(end) : "", said.Notes));

        static string Show(Instant at) => Local.Format(at.InZone(Lisbon).LocalDateTime);
    }

    [Theory]
    [MemberData(nameof(ClockChanges))]
    public void A_phrase_names_times_that_the_clocks_skip_or_repeat(string[] row)
    {
        var zone = DateTimeZoneProviders.Tzdb[row[0]];
        var said = Say(row[2], row[3], InstantPattern.General.Parse(row[1]).Value, zone, null);
        Assert.Equal((row[4], row[5], row[6]), (said.Start.ToString(), said.End?.ToString() ?? "", said.Notes));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_not_clear_is_refused_with_a_sentence(string kind, string phrase, string answer)
    {
        var refusal = Assert.Throws<RefusedException>(() => Say(kind, phrase, Now, Lisbon, null));
        Assert.Equal(answer, refusal.Message);
        Assert.Equal(kind, refusal.Field);
    }

    [Fact]
    public void Next_week_is_Monday_to_Sunday_where_no_rotation_says_otherwise()
    {
        var span = TimePhrases.Span("next week", Instant.FromUtc(2026, 11, 20, 10, 0), Lisbon);

        Assert.Equal((Instant.FromUtc(2026, 11, 23, 0, 0), Instant.FromUtc(2026, 11, 30, 0, 0)), (span.Start, span.End));
    }

    [Fact]
    public void A_span_keeps_the_local_times_that_were_typed()
    {
        var typed = TimePhrases.Span("fri 18:00 to mon 09:00", Now, DateTimeZoneProviders.Tzdb["America/New_York"]).Typed;
        Assert.Equal((new LocalDateTime(2026, 11, 20, 18, 0), new LocalDateTime(2026, 11, 23, 9, 0), "America/New_York"),
            (typed.Start, typed.End, typed.TimeZone));
    }

    [Fact]
    public void In_the_second_of_two_equal_hours_the_typed_times_are_in_UTC()
    {
        var typed = TimePhrases.Span("for 2h", Instant.FromUtc(2026, 10, 25, 1, 30), DateTimeZoneProviders.Tzdb["Europe/London"]).Typed;
        Assert.Equal((new LocalDateTime(2026, 10, 25, 1, 30), "Etc/UTC"), (typed.Start, typed.TimeZone));
    }

    [Fact]
    public void Seconds_are_whole()
    {
        var span = TimePhrases.Span("for 2h", Now.PlusNanoseconds(1_999_999_999), Lisbon);
        Assert.Equal((Now + Duration.FromSeconds(1), Now + Duration.FromSeconds(7201)), (span.Start, span.End));
    }

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    public void The_typed_times_of_any_span_mean_its_instants(string zone)
    {
        var tzdb = DateTimeZoneProviders.Tzdb[zone];
        string[] phrases = ["for 90m", "until 1:30", "tomorrow 1:15 to 2:45", "fri 18:00 to mon 02:10", "weekend", "mon to fri",
            "for 2 days"];
        for (var hour = 0; hour < 24 * 366; hour += 7)
        {
            var asked = Instant.FromUtc(2026, 1, 1, 0, 20) + Duration.FromHours(hour);
            foreach (var phrase in phrases)
            {
                var span = TimePhrases.Span(phrase, asked, tzdb);
                var typed = DateTimeZoneProviders.Tzdb[span.Typed.TimeZone];
                Assert.True(asked <= span.Start && span.Start < span.End, $"{phrase} at {asked}");
                Assert.Equal(span.Start, typed.MapLocal(span.Typed.Start).First().ToInstant());
                Assert.Equal(span.End, typed.MapLocal(span.Typed.End).Last().ToInstant());
            }
        }
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        string[] words = ["fri", "18:00", "to", "-", "for", "2h", "until", "next", "week", "weekend", "5/6", "5.6.", "24:00", "am", "pm",
            "now", "in", "nov",
            "23", "99999", "days", "2026-11-23", "2026-11-23T09:00Z", "last", "a", "half", "midnight", "UTC", "Europe/London", "mon-fri",
            "9-17", "+99:99", "2026-02-30",
            "0", "31", "feb", "9999-12-31", "2026-11-23t25:61", "00:00+19:00", "99999w", "99999months", "\u0000", "“", "٣"];
        var random = new Random(20261120);
        for (var i = 0; i < 10_000; i++)
        {
            var phrase = string.Join(' ', Enumerable.Range(0, random.Next(0, 7)).Select(_ => words[random.Next(words.Length)]));
            foreach (var kind in (ReadOnlySpan<string>)["when", "span", "period"])
            {
                try
                {
                    Say(kind, phrase, Now, Lisbon, NextTurn);
                }
                catch (RefusedException refusal)
                {
                    Assert.Equal(kind, refusal.Field);
                }
            }
        }
    }

    [Theory]
    [InlineData("when", "tonight", "")]
    [InlineData("span", "friday", "It is Friday today; Fri 27 Nov is meant.")]
    [InlineData("when", "fri night", "22:00 is meant. 22:00 has passed today; Fri 27 Nov is meant.")]
    [InlineData("span", "fri 24:00 for 2h", "It is Friday today; Fri 27 Nov is meant.")]
    public void In_the_evening_what_has_begun_is_not_said_to_begin(string kind, string phrase, string notes) =>
        Assert.Equal(notes, Say(kind, phrase, Now + Duration.FromMinutes(759), Lisbon, nextTurn: null).Notes);

    private static (Instant Start, Instant? End, string Notes) Say(
        string kind, string phrase, Instant asked, DateTimeZone zone, Interval? nextTurn)
    {
        if (kind == "when")
        {
            var moment = TimePhrases.When(phrase, asked, zone);
            return (moment.At, null, Words(moment.Notes));
        }

        var span = kind == "span" ? TimePhrases.Span(phrase, asked, zone, nextTurn) : TimePhrases.Period(phrase, asked, zone, nextTurn);
        return (span.Start, span.End, Words(span.Notes));

        string Words(IReadOnlyList<Text> notes) => string.Join(' ', notes.Select(note => PlainText.Render(note, new Reader(zone, Now))));
    }

    private static IEnumerable<string[]> Rows(string heading, int columns) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "time-phrases.md"))
            .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Trim('`')).ToArray())
            .Select(row => row.Length == columns ? row : throw new FormatException(string.Join('|', row)));
}
