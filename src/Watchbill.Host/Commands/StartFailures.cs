using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using NodaTime.TimeZones;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>Says in one sentence why a command or the start failed. Never a stack trace.</summary>
internal static class StartFailures
{
    /// <summary>What was asked for could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The configuration or the command line is wrong.</summary>
    public const int Misconfigured = 2;

    public static (int Code, string Sentence) Explain(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        RefusedException refused => (Misconfigured, refused.Message),
        OperationCanceledException => (Failed, "Watchbill was told to stop before it had started."),
        StorageException storage => (Misconfigured, storage.Message),
        OptionsValidationException wrong => (Misconfigured, WithoutFrame(wrong.Failures.First())),
        DateTimeZoneNotFoundException zone => (Misconfigured, OneLine(zone.Message)),
        // Of the framework: a file that is not JSON, with the line in the cause; a number that is not one; an address that is none.
        InvalidDataException or FormatException => (Misconfigured, Sentences(failure)),
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => (Misconfigured, OneLine(failure.Message)),
        IOException { InnerException: AddressInUseException } =>
            (Misconfigured, $"{OneLine(failure.Message)} Stop what listens there, or set Urls to another port."),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            (Misconfigured, "The port of Urls may not be listened on; ports below 1024 need a right of their own."),
        SocketException socket => (Misconfigured, $"The address of Urls cannot be listened on: {OneLine(socket.Message)}."),
        DirectoryNotFoundException folder => (Misconfigured, $"There is no folder {OneLine(folder.Message)}"),
        IOException or UnauthorizedAccessException => (Misconfigured, OneLine(failure.Message)),
        _ => (Failed, $"Watchbill failed: {OneLine(failure.Message)}"),
    };

    private static string Sentences(Exception failure) =>
        failure.GetBaseException() is { } cause && cause != failure
            ? $"{OneLine(failure.Message)} {OneLine(cause.Message)}" : OneLine(failure.Message);

    // "DataAnnotation validation failed for … with the error: '…'.": our own sentence is within.
    private static string WithoutFrame(string failure)
    {
        const string Begin = "with the error: '";
        var begin = failure.IndexOf(Begin, StringComparison.Ordinal);
        return begin < 0 ? failure : failure[(begin + Begin.Length)..].TrimEnd('.').TrimEnd('\'');
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
