using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;

namespace Watchbill.Organization;

/// <summary>The organisation file knows the platforms that adapters register, and no others.</summary>
public sealed class FilePlatformTests
{
    private const string File = """
        people: [{id: ana, name: Ana, slack: U0ANA, other: "@ana"}]
        domains: [{id: ordering, channel: {other: "#ordering"}}]
        teams: [{id: payments, lead: ana, members: [ana], channel: {slack: C0PAY, other: "#pay"}}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana]}]
            sync: {slackGroup: S0PAY, otherGroup: pay-on-call}
        """;

    private static readonly Platform Another = new(Platforms.Other, "Another")
    {
        Account = new IdShape("@ana", text => text.StartsWith('@')) { Cleaned = text => $"@{text}" },
        Group = IdShape.Any,
    };

    [Fact]
    public void A_platform_that_is_registered_has_keys_of_its_own()
    {
        var (contents, errors) = Read(File, [.. Platforms.All, Another]);
        Assert.Equal([], errors);
        Assert.Equal(Platforms.OnSlack("U0ANA").With(Platforms.Other, "@ana"), contents.People[0].Accounts);
        Assert.Equal(ByPlatform.Of(Platforms.Other, "#ordering"), contents.Domains[0].Channels);
        Assert.Equal(Platforms.OnSlack("C0PAY").With(Platforms.Other, "#pay"), contents.Teams[0].Channels);
        Assert.Equal(Platforms.OnSlack("S0PAY").With(Platforms.Other, "pay-on-call"), contents.Rotations[0].Rotation.Groups);
    }

    [Fact]
    public void Keys_of_any_other_are_refused()
    {
        var errors = Read(File, Platforms.All).Errors;
        Assert.Equal(["people.ana.other", "domains.ordering.channel.other", "teams.payments.channel.other",
            "rotations.payments.sync.otherGroup"], errors.Select(error => error.Key));
    }

    [Fact]
    public void A_platform_without_groups_has_no_key_for_them() => Assert.Equal("rotations.payments.sync.teamsGroup",
        Assert.Single(Read(File.Replace("otherGroup", "teamsGroup", StringComparison.Ordinal), [.. Platforms.All, Another]).Errors).Key);

    [Fact]
    public void What_cannot_be_an_id_there_is_refused_with_what_was_meant() => Assert.Equal(
        ["'ana' is no id in Another. Write @ana.",
            "'W' is no id in Slack. Write one such as U0123ABCD. It is in the person's profile, under Copy member ID."],
        Read("people: [{id: ana, name: Ana, other: ana}, {id: ben, name: Ben, slack: W}]", [.. Platforms.All, Another]).Errors
            .Select(error => error.Message));

    private static (OrganizationContents Contents, IReadOnlyList<FileError> Errors) Read(string text, IReadOnlyList<Platform> platforms)
    {
        var file = FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(text), null, new LocalDate(2026, 11, 20));
        return (OrganizationReader.Read(file.Root, file.Errors, platforms), file.Errors.All);
    }
}
