using System.Net;
using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>Refusals of the Bot Connector and of Entra, and what an admin does about them.</summary>
internal static class TeamsErrors
{
    public const string TooBig = "MessageSizeTooBig";

    // By the code, else by words of the message: of one code there are several kinds.
    private static readonly (string Word, string Advice)[] Known =
    [
        ("BotDisabledByAdmin", "An admin has blocked the app: Teams admin center, Manage apps, Watchbill, Allow."),
        ("disabled by", "An admin has blocked the app: Teams admin center, Manage apps, Watchbill, Allow."),
        ("MessageWritesBlocked", "They blocked Watchbill or removed its app. They add it again: Apps, Watchbill, Add."),
        ("ConversationBlockedByUser", "They blocked Watchbill. They unblock it in their chat with it."),
        ("BotNotInConversationRoster", Add),
        ("conversation roster", Add),
        ("ForbiddenOperationException", Add),
        ("ConversationNotFound",
            "The conversation is gone, or the channel's id in the organisation file is another: copy it from the channel's link, and add " +
            "the app to its team."),
        ("BadSyntax", "Teams does not know such an id: check the channel's id in the organisation file."),
    ];

    private static readonly (string Code, string Advice)[] OfEntra =
    [
        ("AADSTS7000215", Secret),
        ("AADSTS7000222", Secret),
        ("AADSTS700027",
            "The certificate is not the app's, or it has ended: upload its public part on the app's page in Entra, Certificates & " +
            "secrets."),
        ("AADSTS70021", Federated),
        ("managed_identity", "This machine has no such managed identity: assign it where Watchbill runs, and compare " +
            "Teams:ManagedIdentity with its client id."),
        (Certificate, "Teams:Certificate cannot be read any more: put a file with the certificate and its private key there."),
        ("AADSTS700016", "The tenant has no such app: compare Teams:AppId and Teams:TenantId, and Teams:Cloud outside the public cloud."),
        ("AADSTS7000229", "The app has no service principal in the tenant: press Create Service Principal on its page in Entra."),
        ("AADSTS500011", "The app is registered in another cloud: set Teams:Cloud."),
        ("AADSTS90002", "There is no such tenant: compare Teams:TenantId, and Teams:Cloud outside the public cloud."),
    ];

    private const string Add = "Add the app: in a team by Manage team, Apps; for a person by Apps, Watchbill, Add, or by an admin for all.";

    /// <summary>In place of Entra's code: what the token is asked for with is not there.</summary>
    public const string Certificate = "certificate";

    private const string Federated =
        "The app does not trust this managed identity: add a federated credential for it on the app's page in Entra, Certificates & " +
            "secrets.";

    private const string Secret =
        "Make a new client secret on the app's page in Entra, copy its value into Teams:ClientSecret, and restart Watchbill.";

    /// <summary>The answer to a call, where it was done; else what it refuses.</summary>
    /// <exception cref="CallException">It was refused.</exception>
    public static JsonElement Read(string call, HttpStatusCode status, byte[] answer)
    {
        var json = StrictJson.ObjectOrNull(answer, 64) ?? default;
        if ((int)status is >= 200 and < 300) return json;
        throw Of(call, status, json.Text("error", "code") ?? json.Text("code"), json.Text("error", "message") ?? json.Text("message"));
    }

    public static CallException Of(string call, HttpStatusCode status, string? code, string? message)
    {
        var error = code is { Length: > 0 and <= 64 } && code.All(char.IsAsciiLetterOrDigit) ? code : $"status {(int)status}";
        if (status == HttpStatusCode.Unauthorized)
            return new(TeamsPlatform.Value.Name, call, error, " The Bot Connector refuses the app's token: compare Teams:AppId with the " +
                "bot's registration, and Teams:Cloud.")
            { IsLockout = true };
        var advice = Array.Find(Known, one => one.Word == code).Advice ?? Array.Find(Known, one =>
            message?.Contains(one.Word, StringComparison.OrdinalIgnoreCase) == true).Advice;
        return new(TeamsPlatform.Value.Name, call, error, advice is null ? "" : $" {advice}")
        {
            // Somebody else changed the conversation at that moment: nothing was done.
            IsTransient = status == HttpStatusCode.PreconditionFailed,
            IsForGood = status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
        };
    }

    /// <summary>Entra's refusal of a token.</summary>
    public static CallException Token(string why, bool isTransient, Exception? cause = null)
    {
        var (code, advice) = Array.Find(OfEntra, one => why.Contains(one.Code, StringComparison.Ordinal));
        return new(TeamsPlatform.Value.Name, "token", code ?? (isTransient ? CallException.Unreachable : "refused"),
            advice is null ? isTransient ? "" : " Compare Teams:AppId, Teams:TenantId and what stands for the secret." : $" {advice}",
            cause)
        {
            IsTransient = isTransient,
            IsLockout = !isTransient,
        };
    }
}
