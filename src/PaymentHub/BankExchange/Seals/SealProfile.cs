using System.Text.Json;

namespace PaymentHub.BankExchange.Seals;

/// <summary>How files of a bank are signed.</summary>
public enum SignatureForm
{
    None,

    /// <summary>A CMS signature (RFC 5652) in a part of its own beside the file.</summary>
    Cms,

    /// <summary>An XML signature inside the document, over all of it.</summary>
    Xml,

    /// <summary>A signature inside the OpenPGP message that the file is.</summary>
    OpenPgp,
}

/// <summary>How files of a bank are encrypted.</summary>
public enum EncryptionForm
{
    None,

    /// <summary>CMS EnvelopedData for the other side's certificate.</summary>
    Cms,

    /// <summary>OpenPGP (RFC 4880) with its protection of integrity.</summary>
    OpenPgp,
}

/// <summary>What a bank's profile says of signatures and encryption, for both directions.</summary>
public sealed record SealProfile(SignatureForm Signature, EncryptionForm Encryption)
{
    /// <summary>Files as they are.</summary>
    public static SealProfile None { get; } = new(SignatureForm.None, EncryptionForm.None);

    /// <summary>
    /// Reads the section <c>seal</c> of a bank profile:
    /// <c>{"signature":"cms|xml|openpgp","encryption":"cms|openpgp"}</c>, each optional; <see cref="None"/> where there
    /// is no section. Throws <see cref="FormatException"/> with what is wrong.
    /// </summary>
    public static SealProfile Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("seal", out var node)) return None;
        var unknown = node.EnumerateObject().Select(p => p.Name)
            .FirstOrDefault(n => n is not ("signature" or "encryption"));
        if (unknown is not null) throw new FormatException($"seal: {unknown}.");
        var profile = new SealProfile(
            Word<SignatureForm>(node, "signature"), Word<EncryptionForm>(node, "encryption"));
        // EnvelopedData says nothing of what was changed on the way; only a signature inside it does.
        if (profile is { Encryption: EncryptionForm.Cms, Signature: SignatureForm.None })
            throw new FormatException("seal: encryption cms needs a signature.");
        if (profile is { Encryption: EncryptionForm.Cms, Signature: SignatureForm.OpenPgp })
            throw new FormatException("seal: a signature openpgp goes with encryption openpgp or none.");
        return profile;
    }

    private static T Word<T>(JsonElement node, string name)
        where T : struct, Enum
    {
        if (!node.TryGetProperty(name, out var word)) return default;
        foreach (var value in Enum.GetValues<T>())
            if (word.ValueKind == JsonValueKind.String
                && word.GetString()!.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        throw new FormatException($"seal.{name}: {word}.");
    }
}
