using System.Net;
using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// Refusals of the Bot Connector and of Entra, and what an admin does about them: <c>errors.txt</c> and <c>entra-errors.txt</c>.
/// </summary>
internal static class TeamsErrors
{
    /// <summary>In place of Entra's code: what the token is asked for with is not there.</summary>
    public const string Certificate = "certificate";

    private static readonly Advice Known = new("teams/errors.txt");
    private static readonly Advice OfEntra = new("teams/entra-errors.txt");

    /// <summary>The answer to a call, where it was done; else what it refuses.</summary>
    /// <exception cref="CallException">It was refused.</exception>
    public static JsonElement Read(string call, HttpStatusCode status, byte[] answer)
    {
        var json = StrictJson.ObjectOrNull(answer) ?? default;
        if ((int)status is >= 200 and < 300) return json;
        throw Of(call, status, json.Text("error", "code") ?? json.Text("code"), json.Text("error", "message") ?? json.Text("message"));
    }

    public static CallException Of(string call, HttpStatusCode status, string? code, string? message)
    {
        var error = code is { Length: > 0 and <= 64 } && code.All(char.IsAsciiLetterOrDigit) ? code : $"status {(int)status}";
        if (status == HttpStatusCode.Unauthorized)
            return new(TeamsPlatform.Value.Name, call, error, "The Bot Connector refuses the app's token: compare Teams:AppId with the " +
                "bot's registration, and Teams:Cloud.")
            { IsLockout = true };
        return new(TeamsPlatform.Value.Name, call, error, (Known.Of(code) ?? Known.In(message))?.Sentence)
        {
            // Somebody else changed the conversation at that moment: nothing was done.
            IsTransient = status == HttpStatusCode.PreconditionFailed,
            IsForGood = status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
        };
    }

    /// <summary>Entra's refusal of a token.</summary>
    public static CallException Token(string why, bool isTransient, Exception? cause = null)
    {
        var known = OfEntra.In(why);
        return new(TeamsPlatform.Value.Name, "token", known?.Code ?? (isTransient ? CallException.Unreachable : "refused"),
            known?.Sentence ?? (isTransient ? null : "Compare Teams:AppId, Teams:TenantId and what stands for the secret."), cause)
        {
            IsTransient = isTransient,
            IsLockout = !isTransient,
        };
    }
}
