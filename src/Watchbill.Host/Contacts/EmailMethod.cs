using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>Mail by SMTP. It wakes nobody, and is read where nothing else is.</summary>
internal sealed class EmailMethod(IOptions<ContactOptions> options) : IContactMethod
{
    private const int MaxLength = 254;

    // A dialogue of several turns; longer nobody waits, since another method may be faster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "email";

    public string? Off => string.IsNullOrWhiteSpace(Smtp.Host) ? "Mail is not configured here: an admin sets Contacts:Smtp:Host." : null;

    public bool Wakes => false;

    private SmtpOptions Smtp => options.Value.Smtp;

    public string? Fault(string address) => address.Length <= MaxLength && MailboxAddress.TryParse(address, out var mailbox)
        && mailbox.Address == address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1
            ? null : "That is no mail address. It looks like ana@example.com.";

    public string Masked(string address) => $"{address[0]}…{address[address.LastIndexOf('@')..]}";

    public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        using var message = MessageOf(address, notice, posting.Key);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        var onWire = false;
        try
        {
            await client.ConnectAsync(Smtp.Host!, Smtp.Port, Security(), deadline.Token);
            if (Smtp.User is { Length: > 0 } user) await client.AuthenticateAsync(user, Smtp.Password ?? "", deadline.Token);
            await posting.BeginAsync(Name, deadline.Token);
            onWire = true;
            posting.Receipt = await client.SendAsync(message, deadline.Token);
        }
        catch (SmtpCommandException refusal)
        {
            if (onWire) posting.Failed(Name);
            if (refusal is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: SmtpStatusCode.MailboxUnavailable })
                throw new GoneException($"the mail server refused the address: {refusal.Message}");
            throw new IOException($"the mail server refused it: {refusal.Message}", refusal);
        }
        catch (AuthenticationException refusal)
        {
            throw new IOException("the mail server refused user and password", refusal);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && failure is ProtocolException or IOException or SocketException
            or SslHandshakeException or NotSupportedException or OperationCanceledException)
        {
            if (onWire) throw new UnansweredException("the mail server did not answer", failure);
            throw new IOException("the mail server cannot be reached", failure);
        }

        await LeaveAsync(client, deadline.Token);
    }

    private MimeMessage MessageOf(string address, Notice notice, string key)
    {
        var from = MailboxAddress.Parse(Smtp.From!);
        var message = new MimeMessage
        {
            Subject = Subject(notice),
            Body = new MimeKit.TextPart("plain") { Text = notice.Lines.Count == 0 ? notice.Text : string.Join("\r\n", notice.Lines) },
            // Sent again it is the same: mail programs show it once.
            MessageId = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}@{from.Domain}",
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, address));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (notice.Page is { } page) message.References.Add($"{page}@{from.Domain}");
        if (!notice.High) return message;
        message.Importance = MessageImportance.High;
        message.Priority = MessagePriority.Urgent;
        return message;
    }

    private static string Subject(Notice notice) =>
        notice.Page is not null && notice.Title.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at
            ? $"[{notice.Title[..at]}]{notice.Title[at..]} ({notice.Page})" : notice.Title;

    // A password is never said in the clear, but to this very machine.
    private SecureSocketOptions Security() => Smtp.Port == 465 ? SecureSocketOptions.SslOnConnect
        : Smtp.User is { Length: > 0 } && Smtp.Host is not ("localhost" or "127.0.0.1" or "::1") ? SecureSocketOptions.StartTls
        : SecureSocketOptions.StartTlsWhenAvailable;

    private static async Task LeaveAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception failure) when (failure is ProtocolException or IOException or OperationCanceledException)
        {
            // The mail is taken; a goodbye that fails changes nothing.
        }
    }
}
