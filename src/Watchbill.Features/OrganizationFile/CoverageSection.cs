using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads when a rotation or a layer is on duty.</summary>
internal static class CoverageSection
{
    /// <summary>The days of a window.</summary>
    public static FileKey Days { get; } = new("days", FileValue.Phrase, "The weekdays: a span, a list, or both.")
    {
        Example = "Mon-Fri",
        Default = "every day",
        Pattern =
            "^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?(, " +
                "?(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))?)*$",
    };

    public static FileKey Key { get; } =
        new("coverage", FileValue.Word, "When somebody is promised: `always`, or in windows. A time in it with nobody is a gap.")
        {
            Words = ["always"],
            Example = "{windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}], holidays: off, calendar: PT}",
            Keys = new(
            [
                new("windows", FileValue.Sections, "The times of the week.")
                {
                    Example = "[{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}]",
                    Keys = new(
                    [
                        Days,
                        new("from", FileValue.Time, "When it opens.") { Required = true, Example = "\"09:00\"" },
                        new("to", FileValue.Time,
                            "When it closes; on the next day where that is not later than it opens. `\"24:00\"` is midnight.")
                        {
                            Required = true,
                            Example = "\"17:00\"",
                        },
                    ]),
                },
                new("holidays", FileValue.Word, "Whether public holidays are covered or off.")
                {
                    Words = ["covered", "off"],
                    Example = "off",
                    Default = "covered",
                },
                new("calendar", FileValue.Reference, "Whose holidays, where they are off.") { Kind = "calendar", Example = "PT" },
            ]),
        };

    /// <summary>The coverage of a rotation or a layer; <paramref name="outer"/> where it has none of its own.</summary>
    public static Coverage Read(Section owner, Coverage outer)
    {
        if (owner["coverage"] is { Kind: NodeKind.Scalar } word)
        {
            if (word.Text == "always") return Coverage.Always;
            owner.Wrong("coverage",
                $"'{word.Text}' is no coverage. Write always, or {{windows: [{{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}}]}}.");
            return outer;
        }

        if (owner.Inner("coverage") is not { } coverage) return outer;
        return new Coverage
        {
            Windows = [.. coverage.Inners("windows").Select(Window)],
            HolidaysOff = HolidaysOff(coverage, outer),
        };
    }

    private static string? HolidaysOff(Section coverage, Coverage outer)
    {
        var calendar = coverage.Reference("calendar");
        // A YAML 1.1 tool on the way to JSON turns off into false.
        if (!coverage.Has("holidays") || coverage.Text("holidays") is not ("off" or "false"))
        {
            if (coverage.Text("holidays") is not (null or "true")) coverage.Word("holidays");
            return null;
        }

        if (calendar is null && outer.HolidaysOff is null)
            coverage.Wrong("holidays",
                "off needs to know whose holidays. Write calendar: and a name from holidays: at the top of the file.");
        return calendar ?? outer.HolidaysOff;
    }

    private static CoverageWindow Window(Section window)
    {
        var days = window.Read("days", Weekdays.All, WeekdaysExtensions.Parse, "is no set of weekdays. Write it as Mon-Fri or Sat,Sun.");
        var to = window.Text("to") == "24:00" ? LocalTime.Midnight : window.Time("to", default);
        return new CoverageWindow(days, window.Time("from", default), to);
    }
}
