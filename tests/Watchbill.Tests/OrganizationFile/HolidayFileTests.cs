using System.Text;
using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.OrganizationFiles;

public sealed class HolidayFileTests
{
    private static readonly LocalDate Today = new(2026, 11, 20);

    private static IEnumerable<string> Days(string text) => HolidayFile.Read(text, Today).Days.Select(date => $"{date:uuuu-MM-dd}");

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225", "2026-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227", "2026-12-25 2026-12-26")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDURATION:P2D", "2026-12-25 2026-12-26")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225", "2026-12-25")]
    [InlineData("SUMMARY:A long na\r\n me\r\nDTSTART;VALUE=DA\r\n TE:20261225", "2026-12-25")]
    [InlineData("SUMMARY:One\rDTSTART;VALUE=DA\r\tTE:2026\r\n 1225\nTRANSP:OPAQUE", "2026-12-25")]
    [InlineData("DTSTART;X-NOTE=\"a:b\";VALUE=DATE:20261225", "2026-12-25")]
    [InlineData("BEGIN:VALARM\nDTSTART:20200101\nDURATION:PT15M\nEND:VALARM\nDTSTART:20261225", "2026-12-25")]
    [InlineData("STATUS:CANCELLED\nDTSTART:20261225", "")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;COUNT=3", "2026-12-25 2027-12-25 2028-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;UNTIL=20281225T000000Z\nEXDATE;VALUE=DATE:20271225",
        "2026-12-25 2028-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270102\nRRULE:FREQ=YEARLY;COUNT=2",
        "2026-12-31 2027-01-01 2027-12-31 2028-01-01")]
    [InlineData("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;UNTIL=20300101", "2024-02-29 2028-02-29")]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=5\rDTSTART;VALUE=DATE:20201225", "2020-12-25 2025-12-25 2030-12-25 2035-12-25")]
    // Thanksgiving, Memorial Day (the last Monday of May), and a fifth Monday that most years do not have.
    [InlineData("DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3", "2026-11-26 2027-11-25 2028-11-23")]
    [InlineData("DTSTART;VALUE=DATE:20260525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3", "2026-05-25 2027-05-31 2028-05-29")]
    [InlineData("DTSTART;VALUE=DATE:20260330\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=5MO;UNTIL=20290101", "2026-03-30 2027-03-29")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2,1;BYMONTHDAY=-1,1;UNTIL=20260301",
        "2026-01-01 2026-01-31 2026-02-01 2026-02-28")]
    // The first day belongs to it even where its rule says otherwise, and counts.
    [InlineData("DTSTART;VALUE=DATE:20261124\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2", "2026-11-24 2026-11-26")]
    [InlineData("DTSTART;VALUE=DATE:20261225\nRDATE;VALUE=DATE:20270106,20270107", "2026-12-25 2027-01-06 2027-01-07")]
    public void Whole_days_are_read(string lines, string dates) =>
        Assert.Equal(dates.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Days($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR"));

    /// <summary>What is no calendar may be one line of any length, and is not repeated whole.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nRRULE:")]
    [InlineData("BEGIN:")]
    public void A_refusal_is_a_sentence_however_long_the_line(string beginning)
    {
        var text = beginning + new string('7', 5000) + (beginning.Contains("VEVENT", StringComparison.Ordinal)
            ? "\r\nEND:VEVENT\r\nEND:VCALENDAR" : "");
        var refusal = Assert.Throws<FormatException>(() => HolidayFile.Read(text, new(2026, 11, 20)));
        Assert.InRange(refusal.Message.Length, 20, 300);
    }

    [Fact]
    public void A_byte_order_mark_blank_lines_and_other_components_are_passed_over() => Assert.Equal(["2026-12-25"], Days(
        "\uFEFFBEGIN:VCALENDAR\r\n\r\nbegin:vtimezone\r\nBEGIN:STANDARD\r\n"
            + "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        + "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n\r\n"));

    [Fact]
    public void An_event_that_replaces_one_occurrence_takes_its_place() => Assert.Equal(["2026-05-01", "2027-05-03", "2028-05-01"], Days(
        """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        UID:may
        DTSTART;VALUE=DATE:20260501
        RRULE:FREQ=YEARLY;COUNT=3
        END:VEVENT
        BEGIN:VEVENT
        UID:may
        RECURRENCE-ID;VALUE=DATE:20270501
        DTSTART;VALUE=DATE:20270503
        END:VEVENT
        END:VCALENDAR
        """));

    [Theory]
    [InlineData("DTSTART:20261225T090000Z", "line 3: '20261225T090000Z' is not a whole day such as 20261225")]
    [InlineData("DTSTART:99991225", "line 3: '99991225' is not a whole day such as 20261225")]
    [InlineData("SUMMARY:Christmas", "line 2: this event has no DTSTART")]
    [InlineData("DTSTART:20261225\nDTSTART:20261226", "line 4: DTSTART is there twice in one event")]
    [InlineData("DTSTART:20261225\nDTEND:20261220", "line 4: the event ends on 2026-12-20, before it begins on 2026-12-25")]
    [InlineData("DTSTART:20261225\nDTEND:20281220", "line 4: the event lasts 726 days; 366 is the most")]
    [InlineData("DTSTART:20261225\nDURATION:PT8H", "line 4: 'PT8H' is not a number of whole days such as P2D")]
    [InlineData("DTSTART:20261225\nEXDATE:soon", "line 4: 'soon' is not a whole day such as 20261225")]
    [InlineData("DTSTART:20261225\nRRULE:FREQ=YEARLY;COUNT=0", "line 4: COUNT is '0', which is no count")]
    [InlineData("DTSTART:20261225\nnonsense", "line 4: 'nonsense' is not a line of a calendar, which is NAME:value")]
    [InlineData("DTSTART:20261225\nEND:VCALENDAR", "line 4: 'VCALENDAR' ends, but 'VEVENT' of line 2 is open")]
    public void What_is_not_a_whole_day_is_refused_with_its_line(string lines, string message) =>
        Assert.Equal(message,
            Assert.Throws<FormatException>(() => Days($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR")).Message);

    [Theory]
    [InlineData("FREQ=DAILY")]
    [InlineData("FREQ=YEARLY;BYDAY=4TH")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=TH")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=9TH")]
    [InlineData("FREQ=YEARLY;BYMONTH=13")]
    [InlineData("FREQ=YEARLY;BYEASTER=1")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;BYMONTHDAY=4")]
    public void Rules_that_do_not_come_back_every_year_on_a_day_are_refused(string rule) =>
        Assert.StartsWith($"line 3: the rule '{rule}' is not a day that comes back every year",
            Assert
                .Throws<FormatException>(
                    () => Days($"BEGIN:VCALENDAR\nBEGIN:VEVENT\nRRULE:{rule}\nDTSTART:20261126\nEND:VEVENT\nEND:VCALENDAR")).Message,
                        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("\n2026-12-25", "line 2: '2026-12-25' is not a line of a calendar, which is NAME:value")]
    [InlineData("BEGIN:VEVENT", "line 1: a calendar begins with BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225", "line 2: 'VEVENT' does not end; the file is cut off")]
    public void What_is_no_calendar_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Days(text)).Message);

    [Theory]
    [InlineData("../secret.ics", "the calendar must lie in the folder of this file or below it")]
    [InlineData("/etc/passwd", "the calendar must lie in the folder of this file or below it")]
    [InlineData("a/../../secret.ics", "the calendar must lie in the folder of this file or below it")]
    [InlineData("none.ics", "there is no such file in the folder of this one")]
    public void Only_calendars_below_the_folder_are_read(string path, string message)
    {
        using var folder = new TemporaryFolder();
        var file =
            FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes($"holidays: {{PT: {{ics: {path}}}}}"),
                Path.GetDirectoryName(folder["x"]), Today);
        Assert.Equal($"watchbill.yaml line 1: holidays.PT.ics: '{path}': {message}.", file.Errors.All.Single().ToString());
    }
}
