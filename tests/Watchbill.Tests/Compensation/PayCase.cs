using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;

namespace Watchbill.Compensation;

/// <summary>A person under one pay policy, written as in the organisation file, with local times of their zone.</summary>
internal sealed class PayCase
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "compensation.json"))).RootElement;

    private readonly List<PayPolicy> policies = [];
    private readonly List<StandbyTime> standby = [];
    private readonly List<Callout> callouts = [];
    private readonly HashSet<LocalDate> holidays = [];
    private readonly string zone;
    private readonly List<FromDay<Money>> hourly = [];
    private readonly List<FromDay<decimal>> factors = [];

    /// <param name="policy">JSON without id and day.</param>
    public PayCase(string zone, string policy, string effective = "2000-01-01")
    {
        this.zone = zone;
        Version(effective, policy);
    }

    public static JsonElement Row(string id) => Root.GetProperty("cases").EnumerateArray().Single(row => row.Text("id") == id);

    public static IEnumerable<string> Ids => Root.GetProperty("cases").EnumerateArray().Select(row => row.Text("id")!);

    public static decimal Expected(string id, params string[] path) =>
        path.Aggregate(Row(id).GetProperty("expected"), (found, name) => found.GetProperty(name)).GetDecimal();

    public PayCase Version(string effective, string policy)
    {
        var json = $"{{\"id\": \"p\", \"effective\": \"{effective}\", {policy.Trim()[1..]}";
        policies.Add(PolicyText.Read("compensation", json).Pay!);
        return this;
    }

    public PayCase Hourly(decimal amount, string from = "2000-01-01", string? currency = null)
    {
        hourly.Add(new(LocalDatePattern.Iso.Parse(from).Value, new Money(amount, currency ?? policies[0].Currency ?? "EUR")));
        return this;
    }

    public PayCase Factor(decimal factor, string from = "2000-01-01")
    {
        factors.Add(new(LocalDatePattern.Iso.Parse(from).Value, factor));
        return this;
    }

    public PayCase Holidays(params string[] days)
    {
        foreach (var day in days) holidays.Add(LocalDatePattern.Iso.Parse(day).Value);
        return this;
    }

    /// <summary>A turn of its own in a rotation.</summary>
    public PayCase OnCall(
        string from, string to, string rotation = "r", string? shift = null, Duration? response = null, Duration? turn = null,
        string? level = null)
    {
        standby.Add(new StandbyTime(rotation, shift ?? $"{rotation}/primary/{standby.Count}", At(from), At(to), "p")
        {
            TimeZone = zone,
            Response = response,
            Turn = turn,
            Level = level,
        });
        return this;
    }

    public PayCase Called(string from, string to, string? incident = null)
    {
        callouts.Add(new Callout(incident ?? $"inc-{callouts.Count + 1}", "r", At(from), At(to), "p") { TimeZone = zone });
        return this;
    }

    public IReadOnlyList<PayLine> Lines => PersonPay.Lines(Person, standby, callouts, Policies);
    public decimal Amount => Lines.Sum(line => line.Amount.Amount);
    public IReadOnlyList<TimeOffLot> TimeOff => TimeOffEarned.Of(Person, standby, callouts, Policies);

    public PayWarnings Warnings(int year, int month) => PayWarnings.Of(Person, standby, callouts, Policies, new LocalDate(year, month, 1));

    public decimal AmountOf(PayKind kind) => Lines.Where(line => line.Kind == kind).Sum(line => line.Amount.Amount);

    public decimal AmountOf(string hourClass) => Lines.Where(line => line.Class == hourClass).Sum(line => line.Amount.Amount);

    public decimal HoursOf(string hourClass) => Lines.Where(line => line.Class == hourClass).Sum(line => line.Hours);

    /// <summary>Of parts of a kind, over all lines.</summary>
    public decimal Quantity(PayPartKind what, string? hourClass = null) => Lines.Where(line => hourClass is null || line.Class == hourClass)
        .SelectMany(line => line.Parts).Where(part => part.What == what).Sum(part => part.Quantity);

    private PaidPerson Person => new("ana", zone) { Holidays = "H", Hourly = hourly, Factors = factors };

    private PayPolicies Policies => new(policies,
        Almanac.With(new Dictionary<string, HolidayCalendar> { ["H"] = new("H", [.. holidays.Order()]) }), "EUR");

    // A time with an offset is taken as it is; of a repeated local time the first occurrence.
    public Instant At(string text) =>
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>").Parse(text) is { Success: true } offset
            ? offset.Value.ToInstant()
            : LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text).Value
                .InZone(DateTimeZoneProviders.Tzdb[zone], NodaTime.TimeZones.Resolvers.LenientResolver).ToInstant();
}
