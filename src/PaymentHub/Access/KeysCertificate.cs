using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace PaymentHub.Access;

/// <summary>
/// The certificate that encrypts the keys behind cookies and tokens where they are stored, so that a copy of the
/// database alone lets nobody forge a session. <c>PAYMENTHUB_KEYS_CERTIFICATE</c> names a PEM file with certificate and
/// private key (RSA); after a change of certificate the older files follow, separated by <c>;</c>.
/// </summary>
public static class KeysCertificate
{
    public const string PathKey = "PAYMENTHUB_KEYS_CERTIFICATE";

    private const int KeyBits = 3072;

    // It wraps keys and proves nothing to anybody, so its dates do not matter; nobody checks them.
    private static readonly DateTimeOffset ValidFrom = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset ValidUntil = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Encrypts new keys with the first certificate; reads keys of all.</summary>
    public static void ProtectWithCertificate(this IDataProtectionBuilder keys, IConfiguration configuration)
    {
        var paths = PathsIn(configuration);
        if (paths.Length == 0) return;
        X509Certificate2[] certificates = [.. paths.Select(path => X509Certificate2.CreateFromPemFile(path))];
        keys.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }

    /// <summary>Whether a certificate is configured.</summary>
    public static bool IsConfigured(IConfiguration configuration) => PathsIn(configuration).Length > 0;

    /// <summary>
    /// <c>keys-certificate PATH</c>: writes a new self-signed certificate with its key, readable by its owner only. An
    /// existing file is left as it is.
    /// </summary>
    /// <returns>0 when the file is there, 2 for a wrong call.</returns>
    public static async Task<int> MakeAsync(string[] args)
    {
        if (args is not [var path])
        {
            await Console.Error.WriteLineAsync(
                "keys-certificate PATH\n  Tạo chứng thư để mã hóa khóa phiên (PEM, gồm cả khóa riêng).\n"
                + "  Makes the certificate that encrypts session keys (PEM with the private key).");
            return 2;
        }

        if (File.Exists(path)) return 0;
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest(
            "CN=PaymentHub session keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(ValidFrom, ValidUntil);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(path, options);
        await file.WriteLineAsync(certificate.ExportCertificatePem());
        await file.WriteLineAsync(key.ExportPkcs8PrivateKeyPem());
        return 0;
    }

    private static string[] PathsIn(IConfiguration configuration) =>
        (configuration[PathKey] ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Outside the demo the keys are never stored in the clear: without a certificate nothing starts.</summary>
public sealed class KeysCertificateRequired(IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        DemoUsers.IsDemoProfile(configuration) || KeysCertificate.IsConfigured(configuration)
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"{KeysCertificate.PathKey} chưa được đặt: cần tệp PEM gồm chứng thư và khóa riêng (tạo bằng lệnh "
                + $"keys-certificate). / {KeysCertificate.PathKey} is not set: give a PEM file with certificate and "
                + "private key (the command keys-certificate makes one).");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
