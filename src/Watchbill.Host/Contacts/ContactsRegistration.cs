using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Jobs;
using Watchbill.Paging;

namespace Watchbill.Contacts;

/// <summary>The contact methods, and the page behind the links in their messages.</summary>
internal static class ContactsRegistration
{
    public static IServiceCollection AddContacts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ContactOptions>().BindConfiguration("Contacts").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ContactOptions>, ContactOptionsCheck>();
        services.AddHttpClient(ContactCall.Trusted, Patient)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
        services.AddHttpClient(ContactCall.Untrusted, Patient)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ConnectCallback = provider.GetRequiredService<IOptions<ContactOptions>>().Value.Webhook.AllowPrivateAddresses
                    ? null : ConnectAsync,
            }).RemoveAllLoggers();
        services.TryAddSingleton<RefusedRequests>();
        services.AddHealthChecks().AddCheck<PagingCheck>("paging", timeout: TimeSpan.FromSeconds(2));
        if (!string.IsNullOrWhiteSpace(configuration["Heartbeat:Url"])) services.AddSingleton<IJob, OutgoingHeartbeat>();
        return services.AddSingleton<OverdueSteps>()
            .AddSingleton<IContactMethod, EmailMethod>().AddSingleton<IContactMethod, NtfyMethod>()
                .AddSingleton<IContactMethod, WebhookMethod>()
            .AddSingleton<TwilioApi>().AddSingleton<IContactMethod, SmsMethod>().AddSingleton<IContactMethod, VoiceMethod>()
            .AddSingleton<TwilioEndpoints>();
    }

    private static void Patient(HttpClient client)
    {
        client.Timeout = ContactCall.Patience;
        client.MaxResponseContentBufferSize = 1 << 16;
    }

    // The name is looked up here and the address that was looked at is the one that is connected to: no name may point inside.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        if (Array.Find(addresses, address => !IsPublic(address)) is not null || addresses.Length == 0)
            throw new HttpRequestException("its address is one of a private network");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address is one of the internet, and not of a host, a link or a private network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return false;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? bytes is not ([0 or 10 or 127 or >= 224, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..]
                or [192, 0, 0, ..] or [100, >= 64 and <= 127, ..] or [198, 18 or 19, ..])
            : bytes is [>= 0x20 and <= 0x3f, ..] and not [0x20, 0x02, ..] and not [0x20, 0x01, 0, 0, ..];
    }
}
