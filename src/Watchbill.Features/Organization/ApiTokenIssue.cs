using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>What somebody wants a token for, as typed.</summary>
/// <param name="Expires">A date, an instant or a number of days such as <c>90d</c>.</param>
public sealed record TokenRequest(string Name, string Scope, string Expires)
{
    public IReadOnlyList<string> Services { get; init; } = [];
    public IReadOnlyList<string> Teams { get; init; } = [];
    public int? PerMinute { get; init; }
}

/// <summary>A token that was made: the only time that its text is known.</summary>
public sealed record IssuedToken(string Text, Instant Expires);

/// <summary>Makes tokens for the API: <c>wb_id_secret</c>, of which the hash of the secret is kept.</summary>
public sealed partial class ApiTokenIssue(IStore store)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Creates a token and its audit entry in one save.</summary>
    /// <exception cref="RefusedException">The name is taken or malformed, or scope, service, team or expiry make no sense.</exception>
    public async Task<IssuedToken> CreateAsync(TokenRequest request, string actor, Instant now, CancellationToken ct)
    {
        if (!IdPattern().IsMatch(request.Name))
            throw Refused("name", $"A token's name is letters a-z, digits and hyphens, not '{request.Name}'.");
        var taken = await store.ListAsync<ApiToken>(IdRange.All, ct);
        if (taken.Any(stored => stored.Value.Name == request.Name))
            throw Refused("name", $"There is a token '{request.Name}' already. Take another name.");
        if (request.PerMinute is < 1) throw Refused("perMinute", "A token's limit is one request a minute or more.");
        var (id, secret) = (RandomNumberGenerator.GetString(Alphabet, 12), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var token = new ApiToken(request.Name, HashOf(secret), Scopes.Parse(request.Scope))
        {
            Services = await KnownAsync<Service>("service", request.Services, ct),
            Teams = await KnownAsync<Team>("team", request.Teams, ct),
            Expires = ExpiryOf(request.Expires, now),
            PerMinute = request.PerMinute,
            MadeBy = actor,
        };
        var audit = new AuditEntry(now, actor, "watchbill token", $"token/{id}", "host")
        {
            New =
                $"{token.Name}: {string.Join(' ', token.Scopes.Select(scope => scope.Name()))}"
                    + $" until {InstantPattern.General.Format(token.Expires)}",
        };
        await store.SaveAsync([Write.Create(id, token), Write.Audit(audit)], ct);
        return new($"wb_{id}_{secret}", token.Expires);
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static Instant ExpiryOf(string text, Instant now)
    {
        var expires =
            text.EndsWith('d') && int.TryParse(text[..^1], out var days) && days is > 0 and <= 36500 ? now + Duration.FromDays(days)
                : LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)
                ? date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
                : InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant) ? instant
                : throw Refused("expires",
                    $"A token expires after days (90d), on a date (2027-01-31) or at an instant (2027-01-31T12:00:00Z), not '{text}'.");
        return expires > now ? expires : throw Refused("expires", $"'{text}' is past already. Take a later expiry, such as 90d.");
    }

    private async Task<IReadOnlyList<string>> KnownAsync<T>(string kind, IReadOnlyList<string> ids, CancellationToken ct) where T : class
    {
        foreach (var id in ids)
        {
            if (await store.FindAsync<T>(id, ct) is not null) continue;
            var nearest = Nearest.To(id, (await store.ListAsync<T>(IdRange.All, ct)).Select(stored => stored.Id));
            throw Refused(kind, $"No {kind} `{id}`." + (nearest is null ? "" : $" Did you mean `{nearest}`?"));
        }

        return ids;
    }

    private static RefusedException Refused(string field, string sentence) => new(sentence) { Field = field };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
