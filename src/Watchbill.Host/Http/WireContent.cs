using System.Net;

namespace Watchbill.Http;

/// <summary>
/// A body that says when it is about to be written to the socket: a connection is there, and nothing of the request has been sent yet.
/// </summary>
internal sealed class WireContent : HttpContent
{
    private readonly HttpContent body;
    private readonly Func<CancellationToken, Task> onWire;

    public WireContent(HttpContent body, Func<CancellationToken, Task> onWire)
    {
        (this.body, this.onWire) = (body, onWire);
        foreach (var (name, values) in body.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The headers wait in the connection's buffer until the body begins.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await onWire(cancellationToken);
        await body.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Headers.ContentLength ?? 0;
        return body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }
}
