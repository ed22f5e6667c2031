using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Rotations;

namespace Watchbill.Fixtures;

/// <summary>Reads the rows of facts under Cases.</summary>
public static class Cases
{
    private static readonly Lazy<JsonElement[]> Rotations = new(() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "rotations.json"))).RootElement
            .GetProperty("cases").EnumerateArray()]);

    public static TheoryData<string> Of(string kind) =>
        [.. Rotations.Value.Where(row => row.GetProperty("kind").GetString() == kind).Select(row => row.GetProperty("id").GetString()!)];

    public static JsonElement Row(string id) => Rotations.Value.Single(row => row.GetProperty("id").GetString() == id);

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static int Number(this JsonElement row, string name) => row.GetProperty(name).GetInt32();

    public static bool Says(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static OffsetDateTime Offset(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text).Value;

    public static Instant Instant(this JsonElement row, string name) => Offset(row.Text(name)).ToInstant();

    public static LocalTime Time(string text) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;

    /// <summary>Two-letter days, as in <c>["MO", "TU"]</c>.</summary>
    public static Weekdays Days(this JsonElement row)
    {
        string[] names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        return row.GetProperty("days").EnumerateArray()
            .Aggregate(Weekdays.None, (days, day) => days | (Weekdays)(1 << Array.IndexOf(names, day.GetString())));
    }

    /// <summary>The turn of a row's type and length, anchored at the local time of its start.</summary>
    public static TurnRule Rule(this JsonElement row) =>
        new(row.Text("tz"), Offset(row.Text("start")).LocalDateTime, row.Number("length"), row.Text("type") switch
        {
            "hourly" => TurnUnit.Hour,
            "daily" => TurnUnit.Day,
            "weekly" => TurnUnit.Week,
            "monthly" => TurnUnit.Month,
            var other => throw new FormatException(other),
        });

    public static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static Instant At(string utc) => InstantPattern.General.Parse(utc).Value;

    public static int Modulo(long value, int count) => int.CreateChecked(((value % count) + count) % count);

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
