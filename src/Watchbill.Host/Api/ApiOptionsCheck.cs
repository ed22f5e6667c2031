using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>Stops the start at a token that would be guessable, nameless or useless. Secrets are never repeated.</summary>
internal sealed class ApiOptionsCheck : IValidateOptions<ApiOptions>
{
    public const int MinSecretLength = 16;

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var wrong = options.Tokens.Select(token => Wrong($"Api:Tokens:{token.Key}", token.Value)).OfType<string>().ToList();
        wrong.AddRange(Repeated(options, "Name", token => token.Name));
        wrong.AddRange(Repeated(options, "Secret", token => token.Secret));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? Wrong(string key, TokenOptions token)
    {
        if (string.IsNullOrWhiteSpace(token.Name)) return $"{key}:Name is missing: give the token a name for the audit log.";
        if (string.IsNullOrWhiteSpace(token.Secret))
            return $"{key}:Secret is missing: set {MinSecretLength} characters or more, for instance with `openssl rand -hex 32`.";
        if (token.Secret.Length < MinSecretLength)
            return $"{key}:Secret has {token.Secret.Length} characters: it needs {MinSecretLength} or more.";
        if (token.Secret.Any(letter => letter is <= ' ' or > '~'))
            return $"{key}:Secret holds a blank or a letter that is not ASCII: no client could send it.";
        if (!string.IsNullOrEmpty(token.PerMinute) && token.Limit is null)
            return $"{key}:PerMinute is '{token.PerMinute}': it is a number, 1 or more, or left out.";
        try
        {
            Scopes.Parse(token.Scope ?? "");
            return null;
        }
        catch (RefusedException refusal)
        {
            return $"{key}:Scope is not valid: {refusal.Message}";
        }
    }

    private static IEnumerable<string> Repeated(ApiOptions options, string key, Func<TokenOptions, string?> value) =>
        from token in options.Tokens
        where !string.IsNullOrWhiteSpace(value(token.Value))
        group token.Key by value(token.Value) into same
        where same.Count() > 1
        select $"Api:Tokens:{string.Join(" and ", same)} have the same {key}: each token needs its own.";
}
