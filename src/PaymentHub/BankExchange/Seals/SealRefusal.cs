namespace PaymentHub.BankExchange.Seals;

/// <summary>Why a sealed file is not opened. Stable codes: stored, shown and part of the API.</summary>
public static class SealReason
{
    /// <summary>The profile demands a signature and none came.</summary>
    public const string SignatureMissing = "signature-missing";

    /// <summary>Not a signature of the form that the profile says, or one that signs something else or more.</summary>
    public const string SignatureForm = "signature-form";

    /// <summary>Made with a certificate that is none of the bank's.</summary>
    public const string SignerUnknown = "signer-unknown";

    /// <summary>The certificate is not valid yet or no more.</summary>
    public const string CertificateExpired = "certificate-expired";

    /// <summary>A digest or signature algorithm, or a key length, that is not accepted.</summary>
    public const string Algorithm = "algorithm-not-accepted";

    /// <summary>The signature does not belong to these bytes.</summary>
    public const string SignatureWrong = "signature-wrong";

    /// <summary>Not encrypted, although the profile demands it.</summary>
    public const string NotEncrypted = "not-encrypted";

    /// <summary>Encrypted for another key than ours.</summary>
    public const string NotForUs = "not-for-us";

    /// <summary>Cannot be decrypted, or was changed on the way; which of both is not said.</summary>
    public const string Decryption = "decryption-failed";

    /// <summary>More bytes than are accepted.</summary>
    public const string TooLarge = "too-large";
}

/// <summary>A refusal with its place: the part of the file or of the signature that is wrong.</summary>
/// <param name="Code">One of <see cref="SealReason"/>.</param>
/// <param name="Where">Such as <c>SignerInfo[1]</c> or <c>Signature/SignedInfo/Reference[1]</c>.</param>
public sealed record SealRefusal(string Code, string Where, string TextVi, string TextEn);

/// <summary>Ends the opening; caught where it began.</summary>
internal sealed class SealRefusedException(SealRefusal refusal) : Exception(refusal.TextEn)
{
    public SealRefusal Refusal { get; } = refusal;

    public static SealRefusedException Of(string code, string where, string vietnamese, string english) =>
        new(new SealRefusal(code, where, vietnamese, english));
}
