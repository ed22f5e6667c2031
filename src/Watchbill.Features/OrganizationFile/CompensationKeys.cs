using Watchbill.Compensation;

namespace Watchbill.OrganizationFiles;

/// <summary>The keys of pay policies, which <see cref="CompensationSections"/> reads.</summary>
internal static class CompensationKeys
{
    private const string Amounts = "^[0-9.]+( x hourly)?$";

    private static FileKey Rates { get; } = new("rates", FileValue.Named, "The rates by class.")
    {
        Example = "{night: 5, weekend: 6}",
        Default = "{}",
        Entry = Rate("night", "The rate of this class.", "5"),
    };

    private static FileKey Classes { get; } = new("classes", FileValue.Sections,
        "Kinds of hours. An hour is of the first class that fits; a class without a condition takes what is left.")
    {
        Example = "[{id: weekend, days: Sat-Sun}, {id: business, in: businessHours}, {id: other}]",
        Default = "[]",
        Keys = new(
        [
            FileKey.Id("weekend"),
            new("on", FileValue.Word, "Only on the person's public holidays.") { Words = ["holidays"], Example = "holidays" },
            CoverageSection.Days with { Example = "Sat-Sun" },
            new("from", FileValue.Time, "From when. A window past midnight belongs to the day it opens.") { Example = "\"22:00\"" },
            new("to", FileValue.Time, "Until when; goes with `from`.") { Example = "\"06:00\"" },
            new("in", FileValue.Word, "Only in the business hours of this policy.")
            {
                Words = ["businessHours"],
                Example = "businessHours",
            },
        ]),
    };

    private static FileKey BusinessHours { get; } = new("businessHours", FileValue.Section, "The hours that are worked anyway.")
    {
        Example = "{days: Mon-Fri, from: \"09:00\", to: \"18:00\"}",
        Keys = new(
        [
            CoverageSection.Days,
            new("from", FileValue.Time, "When they begin.") { Example = "\"09:00\"", Default = "\"00:00\"" },
            new("to", FileValue.Time, "When they end.") { Example = "\"18:00\"", Default = "\"00:00\"" },
        ]),
    };

    private static FileKey Standby { get; } = new("standby", FileValue.Section, "What being on call is worth.")
    {
        Example = "{per: hour, rates: {night: 5, weekend: 6}}",
        Keys = new(
        [
            Unit<StandbyUnit>("per", "What is counted. `lump` pays once for each day that a shift touches.", "hour"),
            Rate("rate", "The rate for each unit, whatever the class.", "4"),
            Rates,
            ByClass("atLeast", "How long a shift has to be, for all classes or by class.", "12h"),
            ByClass("minimum", "What is paid at least, for all classes or by class.", "1h"),
            new("response", FileValue.Sections, "Factors by how soon somebody has to respond.")
            {
                Example = "[{within: 5m, factor: 1.5}]",
                Default = "[]",
                Keys = new(
                [
                    new("within", FileValue.Duration, "Within which time.") { Example = "5m", Default = "0m" },
                    new("factor", FileValue.Number, "What standby is multiplied by.") { Example = "1.5", Default = "1" },
                ]),
            },
            new("layers", FileValue.Sections, "Layers, or levels that several layers fill together, with rates of their own.")
            {
                Example = "[{id: secondary, rate: 2}]",
                Default = "[]",
                Keys = new(
                [
                    FileKey.Id("secondary"),
                    Rate("rate", "The rate for each unit, whatever the class.", "2"),
                    Rates,
                ]),
            },
        ]),
    };

    private static FileKey Callout { get; } = new("callout", FileValue.Section, "What work on an incident is worth.")
    {
        Example = "{per: hour, rate: 1.5 x hourly, minimum: 30m}",
        Keys = new(
        [
            Unit<CalloutUnit>("per", "What is counted.", "hour"),
            Rate("rate", "The rate for each unit, whatever the class.", "1.5 x hourly"),
            Rates,
            Rate("fee", "A sum for each callout, beside the rate.", "20"),
            Rate("firstOfDay", "Paid for the first callout of a day instead of all else.", "50"),
            new("window", FileValue.Duration,
                "A callout that begins within this time after one with a fee has no fee of its own.") { Example = "2h" },
            ByClass("atLeast", "How long a callout has to be, for all classes or by class.", "10m"),
            ByClass("minimum", "What is paid at least, for all classes or by class.", "30m"),
            new("cap", FileValue.Section, "Minimums add no hours beyond so many, in a time that begins with a callout.")
            {
                Example = "{hours: 8h, per: 24h}",
                Keys = new(
                [
                    new("hours", FileValue.Duration, "So long at most.") { Required = true, Example = "8h" },
                    new("per", FileValue.Duration, "In so long a time.") { Required = true, Example = "24h" },
                ]),
            },
            new("included", FileValue.Duration, "What standby has paid for already.") { Example = "15m" },
            new("rounding", FileValue.Section, "How time is rounded.")
            {
                Example = "{to: 15m, mode: up, of: each}",
                Default = "to the second",
                Keys = new(
                [
                    new("to", FileValue.Duration, "To a multiple of this.") { Example = "15m" },
                    Unit<RoundingMode>("mode", "Which way.", "up"),
                    Unit<RoundingOf>("of", "Each callout, or their sum.", "each"),
                ]),
            },
            Unit<StandbyMeanwhile>("standby", "Whether standby is paid meanwhile.", "keep"),
        ]),
    };

    private static FileKey TimeOff { get; } = new("timeOff", FileValue.Sections, "Time off that is earned.")
    {
        Example = "[{for: callout, in: night, hours: 4, expires: 90 days}]",
        Default = "[]",
        Keys = new(
        [
            Unit<TimeOffCause>("for", "What earns it.", "callout"),
            new("in", FileValue.Text, "The class in which it has to be.") { Example = "night", Default = "any" },
            new("atLeast", FileValue.Duration, "How long it has to be.") { Example = "1h" },
            new("hours", FileValue.Number, "How many hours off.") { Required = true, Example = "4" },
            new("expires", FileValue.Phrase,
                "How long it can be taken: so many days, or to a date and, earned after it, to that day of a later year.")
            {
                Example = "90 days",
                Default = "never",
                Pattern = "^([0-9]+ ?[a-z]+|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
            },
            Rate("payout", "What each hour is paid that nobody took until it expired. Without it they are lost.", "1 x hourly"),
            new("window", FileValue.Duration,
                "A callout that begins within this time after one that earned some earns none of its own.") { Example = "24h" },
        ]),
    };

    public static FileKey All { get; } = new("compensation", FileValue.Sections,
        "How on-call work is paid. Several with one id are versions of one policy and differ by `effective`.")
    {
        Example = "[{id: standard, effective: 2026-01-01, standby: {per: hour, rate: 4}}]",
        Keys = new(
        [
            FileKey.Id("standard"), FileKey.Was,
            new("use", FileValue.Word, "A published model to begin with. Keys that are given take the place of the model's.")
            {
                Words = PayPresets.Names,
                Example = "tvoed",
            },
            new("effective", FileValue.Date, "The day from which it counts.") { Required = true, Example = "2026-01-01" },
            new("currency", FileValue.Phrase, "In which it pays, as three letters.")
            {
                Example = "EUR",
                Default = "the organisation's",
                Pattern = "^[A-Z]{3}$",
            },
            Unit<PayZone>("zone", "Whose zone says what is night and which day it is.", "person"),
            BusinessHours, Classes,
            new("days", FileValue.Phrase,
                "Where a day that is paid begins: `midnight`, `handover` with a time or without, `shift-start`, `touched`.")
            {
                Example = "handover 08:00",
                Default = "midnight",
                Pattern = "^(midnight|handover( [0-9]{1,2}:[0-9]{2})?|shift-start|touched)$",
            },
            Standby, Callout,
            Amount("allowance", "A fixed amount for whoever is in an out-of-hours roster.", "out-of-hours roster", PaySpan.Month),
            TimeOff,
            Amount("bonus", "An amount for each service that stays within its budget, from the next period on: shared by time on call "
                + "(`to: team`), or each in full.", "within budget", PaySpan.Quarter),
            new("caps", FileValue.Section, "The most that is paid in a span.")
            {
                Example = "{month: 800}",
                Keys = new(
                [
                    new("day", FileValue.Number, "In a day.") { Example = "60" },
                    new("week", FileValue.Number, "In a week.") { Example = "300" },
                    new("month", FileValue.Number, "In a month.") { Example = "800" },
                ]),
            },
            Unit<ShadowPay>("shadow", "Whether shadowing is paid as being on call is.", "paid"),
            Unit<DoubleDuty>("doubleDuty", "What somebody gets who is on call in several rotations at once: one of them, or each.", "once"),
        ]),
    };

    /// <summary>One of the words of an enumeration, of which the first counts where it is left out.</summary>
    private static FileKey Unit<T>(string name, string does, string example) where T : struct, Enum => new(name, FileValue.Word, does)
    {
        Words = FileWords.Of<T>(),
        Example = example,
        Default = FileWords.Of<T>()[0],
    };

    /// <summary>An amount, or so many times what the person earns in an hour.</summary>
    private static FileKey Rate(string name, string does, string example) =>
        new(name, FileValue.Phrase, does) { Example = example, Pattern = Amounts };

    private static FileKey ByClass(string name, string does, string example) => new(name, FileValue.Duration, does)
    {
        Example = example,
        Entry = new("night", FileValue.Duration, "The length of this class.") { Example = example },
    };

    private static FileKey Amount(string name, string does, string condition, PaySpan per) => new(name, FileValue.Section, does)
    {
        Example = $"{{amount: 50, per: {FileWords.Of(per)}, if: {condition}}}",
        Keys = new(
        [
            new("amount", FileValue.Number, "How much.") { Required = true, Example = "50" },
            Unit<PaySpan>("per", "For which span.", FileWords.Of(per)) with { Default = FileWords.Of(per) },
            new("if", FileValue.Word, "On which condition.") { Words = [condition], Example = condition, Default = condition },
            Unit<PayReceiver>("to", "Who gets it.", "team"),
        ]),
    };
}
