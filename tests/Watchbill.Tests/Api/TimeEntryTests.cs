using System.Net;
using Watchbill.Compensation;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Hours entered over HTTP, Friday 20 November 2026, 10:00 UTC.</summary>
public sealed class TimeEntryTests : IAsyncLifetime
{
    private const string Path = "/api/v1/time-entries";
    private const string Support =
        """
        {"person":"ben","kind":"support","team":"payments","start":"2026-11-16T10:00:00+01:00","end":"2026-11-16T11:30:00.7Z",
        "note":" a migration "}
        """;
    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Hours_are_entered_in_whole_seconds_and_audited_without_the_note()
    {
        var made = await host.PostAsync(Path, Support, token: ApiHost.Write);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            """
            {"id":"ben/2026-11-16T09:00:00Z/support/payments","person":"ben","kind":"support","rotation":null,"team":"payments",
            "start":"2026-11-16T09:00:00Z","end":"2026-11-16T11:30:00Z","note":"a migration","state":"waiting"}
            """.ReplaceLineEndings(""), made.Text);
        var stored = Assert.Single(await host.Store.ListAsync<TimeEntry>(IdRange.All, Ct));
        Assert.Equal(("ben/2026-11-16T09:00:00Z/support/payments", "token:hands", ApiHost.Now),
            (stored.Id, stored.Value.By, stored.Value.At));
        var audited = (await host.Store.ListAsync<AuditRow>(IdRange.All, Ct))[^1].Value.Entry;
        Assert.Equal(
            ("token:hands", "time entry", "person/ben", "support for payments from 2026-11-16T09:00:00Z to 2026-11-16T11:30:00Z", null),
            (audited.Actor, audited.Action, audited.Subject, audited.New, audited.Reason));
    }

    [Fact]
    public async Task The_same_hours_are_entered_once_and_hours_beside_them_are_others()
    {
        await host.PostAsync(Path, Support);
        var again =
            await host.PostAsync(Path,
                Support.Replace("T10:00:00+01:00", "T11:29:59Z", StringComparison.Ordinal)
                    .Replace("T11:30:00.7Z", "T12:00:00Z", StringComparison.Ordinal));
        Assert.Equal(
            (422,
                "ben has an entry for payments from 2026-11-16T09:00:00Z to 2026-11-16T11:30:00Z already. Enter only the hours that are " +
                    "not in it."), ((int)again.Status, again.Json.GetProperty("detail").GetString()));
        foreach (var other in new[]
        {
            // begins where it ends
            Support.Replace("T10:00:00+01:00", "T11:30:00Z", StringComparison.Ordinal)
                .Replace("T11:30:00.7Z", "T12:00:00Z", StringComparison.Ordinal),
            Support.Replace("payments", "search", StringComparison.Ordinal),
            Support.Replace("\"ben\"", "\"ana\"", StringComparison.Ordinal),
            Support.Replace("support", "standby", StringComparison.Ordinal).Replace("\"team\"", "\"rotation\"", StringComparison.Ordinal),
        }) Assert.Equal(HttpStatusCode.Created, (await host.PostAsync(Path, other)).Status);
    }

    [Theory]
    [InlineData("\"kind\":\"support\"", "\"kind\":\"suport\"", 422, "kind", "Did you mean `support`?")]
    [InlineData("\"ben\"", "\"bne\"", 404, "person", "Did you mean `ben`?")]
    [InlineData("\"payments\"", "\"paymets\"", 404, "team", "Did you mean `payments`?")]
    [InlineData("\"team\":\"payments\",", "", 422, "team", "Give 'team'.")]
    [InlineData("\"kind\":\"support\"", "\"kind\":\"standby\"", 422, "rotation", "Give 'rotation'.")]
    [InlineData("\"team\":\"payments\"", "\"team\":\"payments\",\"rotation\":\"paymets\"", 404, "rotation", "Did you mean `payments`?")]
    [InlineData(" a migration ", " ", 400, "note", "'note' is missing.")]
    [InlineData("2026-11-16T11:30:00.7Z", "2026-11-16T09:00:00Z", 422, "end", "is not after the start")]
    [InlineData("2026-11-16T11:30:00.7Z", "2026-11-20T10:00:01Z", 422, "end", "is still to come")]
    [InlineData("2026-11-16T10:00:00+01:00", "2026-10-16T11:29:59Z", 422, "end", "longer than 31 days")]
    [InlineData("\"note\"", "\"notes\"", 400, "notes", "Did you mean `note`?")]
    public async Task What_cannot_be_is_refused_and_nothing_is_kept(string old, string now, int status, string field, string says)
    {
        var refused = await host.PostAsync(Path, Support.Replace(old, now, StringComparison.Ordinal));
        Assert.Equal((status, field), ((int)refused.Status, refused.Json.GetProperty("field").GetString()));
        Assert.Contains(says, refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await host.Store.ListAsync<TimeEntry>(IdRange.All, Ct));
    }

    [Fact]
    public async Task It_takes_a_token_that_writes_and_reaches_the_person_the_rotation_and_the_team()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(Path, Support, token: ApiHost.Read)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(Path, Support, token: ApiHost.Pay)).Status);
        var bound =
            (await new ApiTokenIssue(host.Store)
                .CreateAsync(new("bound", "write", "1d") { Teams = ["search"] }, "watchbill", ApiHost.Now, Ct)).Text;
        // Ben is in search, ana is not; payments is charged for what ben does for it, and is not search's.
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(Path, Support, token: bound)).Status);
        Assert.Equal(HttpStatusCode.Created,
            (await host.PostAsync(Path, Support.Replace("payments", "search", StringComparison.Ordinal), token: bound)).Status);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await host.PostAsync(Path, Support.Replace("\"ben\"", "\"ana\"", StringComparison.Ordinal), token: bound)).Status);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await host.PostAsync(Path,
                Support.Replace("support", "standby", StringComparison.Ordinal)
                    .Replace("\"team\"", "\"rotation\"", StringComparison.Ordinal), token: bound)).Status);
    }
}
