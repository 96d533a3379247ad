using System.Security.Cryptography.X509Certificates;

namespace PaymentHub.BankExchange.Seals;

/// <summary>
/// The keys of both sides. Keys that are being replaced stand beside their successors until nothing is under way with
/// them any more: all are tried for what comes in, the first for what goes out.
/// </summary>
public sealed record SealKeys
{
    /// <summary>Our certificate with its private key (RSA), with which what we send is signed.</summary>
    public X509Certificate2? OwnSigning { get; init; }

    /// <summary>Our certificates with private keys, for which the bank encrypts.</summary>
    public IReadOnlyList<X509Certificate2> OwnDecryption { get; init; } = [];

    /// <summary>
    /// The certificates with which the bank signs. These very ones are trusted, none that a file brings along.
    /// </summary>
    public IReadOnlyList<X509Certificate2> TheirSigning { get; init; } = [];

    /// <summary>The bank's certificate for which we encrypt.</summary>
    public X509Certificate2? TheirEncryption { get; init; }

    /// <summary>The bank's OpenPGP public key ring, binary or armoured.</summary>
    public ReadOnlyMemory<byte> TheirPgpKey { get; init; }

    /// <summary>The OpenPGP public key rings with which the bank signs, binary or armoured.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TheirPgpSigning { get; init; } = [];

    /// <summary>Our OpenPGP secret key ring, binary or armoured.</summary>
    public ReadOnlyMemory<byte> OwnPgpKey { get; init; }

    /// <summary>Opens <see cref="OwnPgpKey"/>.</summary>
    public string OwnPgpPassphrase { get; init; } = "";
}
