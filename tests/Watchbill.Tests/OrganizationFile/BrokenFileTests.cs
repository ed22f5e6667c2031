using System.Text;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// What a broken file is answered with, word for word: Cases/broken-organizations.txt, each file followed by its messages.
/// </summary>
public sealed class BrokenFileTests
{
    private static readonly LocalDate Today = new(2026, 11, 20);

    public static TheoryData<string> Names => [.. Cases().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mistake_of_a_file_is_named_with_line_key_value_and_what_to_do(string name)
    {
        var (yaml, messages) = Cases()[name];
        Assert.Equal(messages, string.Join('\n', ErrorsOf(Encoding.UTF8.GetBytes(yaml))));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_with_its_line() =>
        Assert.Equal(["watchbill.yaml line 2: the text is not UTF-8. Save the file as UTF-8."],
            ErrorsOf([.. "people: []\n# "u8, 0xC3, 0x28]));

    [Fact]
    public void A_control_character_is_refused() =>
        Assert.Equal(["watchbill.yaml line 1: a control character (code 0) is in the text. Take it out."],
            ErrorsOf("people: [\0]"u8.ToArray()));

    [Fact]
    public void More_than_eight_megabytes_are_refused() =>
        Assert.Equal(["watchbill.yaml line 1: the file has 8388609 bytes; 8 MB (8388608) is the most."],
            ErrorsOf(new byte[8 * 1024 * 1024 + 1]));

    [Fact]
    public void More_than_twenty_levels_are_refused() =>
        Assert.Contains("nested more than 20 levels deep", ErrorsOf(Encoding.UTF8.GetBytes("people: " + new string('[', 500_000)))[0],
            StringComparison.Ordinal);

    [Theory]
    [InlineData("people: [{id: ana, name: \"A\\0\"}]")]
    [InlineData("{\"people\": [{\"id\": \"ana\", \"name\": \"\\ud800\"}]}")]
    public void Quotes_cannot_spell_what_is_no_text(string text) => Assert.Single(ErrorsOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_calendar_pasted_where_its_file_is_named_is_not_repeated_whole()
    {
        var pasted = "BEGIN:VCALENDAR " + new string('x', 5000);
        Assert.Contains(ErrorsOf(Encoding.UTF8.GetBytes($"holidays: {{US: {{ics: '{pasted}'}}}}")), error =>
            error.Contains("holidays.US.ics", StringComparison.Ordinal) && error.Contains("VCALENDAR", StringComparison.Ordinal)
            && error.Length < 400);
    }

    [Fact]
    public void Thousands_of_mistakes_are_answered_as_fast_as_one() =>
        Assert.Equal(20,
            ErrorsOf(
                Encoding.UTF8.GetBytes(
                    "people:\n" +
                        string.Concat(
                            Enumerable.Range(0, 5000)
                                .Select(n => $"  - {{id: p{n}, name: P, holidays: x{n}, timeZone: Nowhere/{n}, key{n}: 1}}\n")))).Length);

    private static string[] ErrorsOf(byte[] bytes)
    {
        var file = FileReader.Read("watchbill.yaml", bytes, null, Today);
        if (!file.Errors.Any) OrganizationReader.Read(file.Root, file.Errors, Platforms.All);
        return [.. file.Errors.All.Select(error => error.ToString())];
    }

    private static Dictionary<string, (string Yaml, string Messages)> Cases() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "broken-organizations.txt"))
            .Split("=== ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', 2))
            .ToDictionary(part => part[0], part => (part[1].Split(">>>\n")[0], part[1].Split(">>>\n")[1].TrimEnd()));
}
