using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Http;

/// <summary>What a failed call means for the message that it was to post, in the exceptions of <see cref="IChat"/>.</summary>
internal static class PostErrors
{
    public static Exception Of(CallException failure, PlatformId platform, Lockouts lockouts) => failure switch
    {
        { Busy: { } busy } => busy,
        { IsLockout: true } => lockouts.Refused(platform, failure.Message),
        { IsForGood: true } => new UnreachableException(failure.Message),
        { NoAnswer: true } => new UnansweredException(failure.Message, failure),
        _ => failure,
    };
}
