using System.Globalization;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>Words about how many SREs there should be.</summary>
public static class HeadCountReplies
{
    /// <param name="sreTeams">How many there are.</param>
    /// <param name="sres">How many people are in them.</param>
    public static Reply Guide(HeadCount guide, int sreTeams, int sres) => new(
        (Text)(
            $"{Text.Bold($"{Count(guide.Teams, "team")} {(guide.Teams == 1 ? "needs" : "need")} {Count(guide.SreTeams, "SRE team")}")}; "
            + $"there "
            + $"{(sreTeams == 1 ? "is" : "are")} {Number(sreTeams)} with {Count(sres, "member")}."))
    {
        Table = new Table(["", "Guide", "Because"],
        [
            ["SRE teams", Number(guide.SreTeams), $"1 + floor(({Number(guide.Teams)} - 1) / 8)"],
            ["Junior SREs", Number(guide.Junior), $"one for each team that builds"],
            ["Senior SREs", Number(guide.Senior), $"one for each domain"],
            ["Principal SREs", Number(guide.Principal), $"one for each line"],
        ]),
        Note = "A guide to plan by, not a rule.",
        Shareable = true,
    };

    private static string Count(int number, string word) => $"{Number(number)} {word}{(number == 1 ? "" : "s")}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
