using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Whose link it is, and for which page.</summary>
/// <param name="Page">Id of the page's document.</param>
/// <param name="Method">The contact method that carried it.</param>
/// <param name="Answers">How often the page had been answered by then.</param>
public sealed record AnswerLink(string Page, string Person, string Method, int Answers)
{
    /// <summary>Whether the page was answered since: it works once, and not for what was opened again.</summary>
    public bool IsSpent(Page page) => page.Answers() != Answers;
}

/// <summary>
/// Links in messages that open a page with one button: for one page and one person each, and signed, so that nobody makes one up. They end
/// with the first answer.
/// </summary>
public sealed class AnswerLinks(IStore store, PublicAddress address)
{
    public async Task<string> OfAsync(Page page, string person, string method, CancellationToken ct)
    {
        var named = Encoding.UTF8.GetBytes(string.Join('\n', page.DocumentId, person, method,
            page.Answers().ToString(CultureInfo.InvariantCulture)));
        return $"{address()}/answer/{Base64Url.EncodeToString(named)}.{Base64Url.EncodeToString(await MacAsync(named, ct))}";
    }

    /// <summary>What a link names; null: it is none of ours.</summary>
    public async Task<AnswerLink?> ReadAsync(string token, CancellationToken ct)
    {
        if (token.Split('.') is not [var first, var second] || token.Length > 600 || !Base64Url.IsValid(first)
            || !Base64Url.IsValid(second))
            return null;
        var named = Base64Url.DecodeFromChars(first);
        if (!CryptographicOperations.FixedTimeEquals(await MacAsync(named, ct), Base64Url.DecodeFromChars(second))) return null;
        return Encoding.UTF8.GetString(named).Split('\n') is [var page, var person, var method, var answers]
            ? new(page, person, method, int.Parse(answers, CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>Proves that a form was made by this host for one browser.</summary>
    /// <param name="browser">A secret that the browser keeps.</param>
    public async Task<string> FormKeyAsync(string token, string browser, CancellationToken ct) =>
        Base64Url.EncodeToString(await MacAsync(Encoding.UTF8.GetBytes($"form\n{token}\n{browser}"), ct));

    private async Task<byte[]> MacAsync(byte[] text, CancellationToken ct) =>
        HMACSHA256.HashData(Convert.FromBase64String((await KeyAsync(ct)).Key), text);

    private async Task<AnswerKey> KeyAsync(CancellationToken ct)
    {
        while (true)
        {
            if (await store.FindAsync<AnswerKey>(AnswerKey.Id, ct) is { Value: var known }) return known;
            try
            {
                var made = new AnswerKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
                await store.SaveAsync([Write.Create(AnswerKey.Id, made)], ct);
            }
            catch (StaleException)
            {
                // Made by somebody else this very moment: theirs is read.
            }
        }
    }
}
