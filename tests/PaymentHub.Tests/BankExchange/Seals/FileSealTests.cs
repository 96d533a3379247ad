using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using CsCheck;
using PaymentHub.BankExchange.Seals;
using PaymentHub.Tests.Support;
using Shouldly;

namespace PaymentHub.Tests.BankExchange.Seals;

/// <summary>What is sealed on one side is opened on the other, and nothing else is.</summary>
public class FileSealTests
{
    private const long Most = 64 * 1024 * 1024;

    private static readonly DateTimeOffset Now = SealedKeys.Now;

    public static TheoryData<SignatureForm, EncryptionForm> Profiles() => new()
    {
        { SignatureForm.None, EncryptionForm.None },
        { SignatureForm.Cms, EncryptionForm.None },
        { SignatureForm.Cms, EncryptionForm.Cms },
        { SignatureForm.Cms, EncryptionForm.OpenPgp },
        { SignatureForm.None, EncryptionForm.OpenPgp },
        { SignatureForm.OpenPgp, EncryptionForm.OpenPgp },
        { SignatureForm.OpenPgp, EncryptionForm.None },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_is_sealed_is_opened(SignatureForm signature, EncryptionForm encryption) =>
        Gen.Byte.Array[0, 100_000].Holds(
            content =>
            {
                var profile = new SealProfile(signature, encryption);
                var (sealedBytes, parts) = FileSeal.Seal(content, profile, SealedKeys.Banks, Now);
                var part = parts.SingleOrDefault();
                (part?.Suffix).ShouldBe(signature == SignatureForm.Cms ? ".p7s" : null);
                var (opened, refusal) =
                    FileSeal.Open(sealedBytes, part?.Bytes, profile, SealedKeys.Ours, Now, Most);
                refusal.ShouldBeNull();
                opened.ShouldBe(content);
            }, iter: 5);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_changed_byte_anywhere_is_noticed(SignatureForm signature, EncryptionForm encryption)
    {
        if (signature == SignatureForm.None && encryption == EncryptionForm.None) return;
        var profile = new SealProfile(signature, encryption);
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Trợ cấp tháng 11. ", 40)));
        var (bytes, parts) = FileSeal.Seal(content, profile, SealedKeys.Banks, Now);
        var part = parts.SingleOrDefault()?.Bytes;
        for (var at = 0; at < bytes.Length; at += 17)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x10;
            var (opened, refusal) = FileSeal.Open(changed, part, profile, SealedKeys.Ours, Now, Most);
            // A byte that belongs to no content (a format's padding) may change; the content may not.
            if (refusal is null) opened.ShouldBe(content, $"byte {at}");
            else opened.ShouldBeNull();
        }

        if (part is null) return;
        for (var at = 0; at < part.Length; at += 23)
        {
            var changed = part.ToArray();
            changed[at] ^= 0x10;
            var (opened, refusal) = FileSeal.Open(bytes, changed, profile, SealedKeys.Ours, Now, Most);
            if (refusal is null) opened.ShouldBe(content, $"signature byte {at}");
        }
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        foreach (var (signature, encryption) in new[]
            { (SignatureForm.Cms, EncryptionForm.Cms), (SignatureForm.None, EncryptionForm.OpenPgp) })
        {
            var profile = new SealProfile(signature, encryption);
            var (bytes, parts) = FileSeal.Seal(new byte[5_000], profile, SealedKeys.Banks, Now);
            for (var length = 0; length < bytes.Length; length += 97)
                Refusal(bytes[..length], parts.SingleOrDefault()?.Bytes, profile).ShouldNotBeNull($"{length}");
        }
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        var cms = new SealProfile(SignatureForm.Cms, EncryptionForm.Cms);
        var (bytes, parts) = FileSeal.Seal([1, 2, 3], cms, SealedKeys.Banks, Now);
        var other = SealedKeys.Ours with { OwnDecryption = [SealedKeys.Stranger] };
        FileSeal.Open(bytes, parts[0].Bytes, cms, other, Now, Most).Refusal!.Code.ShouldBe(SealReason.NotForUs);
        other = SealedKeys.Ours with { TheirSigning = [SealedKeys.Stranger] };
        FileSeal.Open(bytes, parts[0].Bytes, cms, other, Now, Most)
            .Refusal!.Code.ShouldBe(SealReason.SignerUnknown);

        var pgp = new SealProfile(SignatureForm.None, EncryptionForm.OpenPgp);
        bytes = FileSeal.Seal([1, 2, 3], pgp, SealedKeys.Banks, Now).Bytes;
        FileSeal.Open(bytes, null, pgp, SealedKeys.Ours with { OwnPgpKey = SealedKeys.StrangerPgp.Secret }, Now, Most)
            .Refusal!.Code.ShouldBe(SealReason.NotForUs);
        FileSeal.Open(bytes, null, pgp, SealedKeys.Ours with { OwnPgpPassphrase = "x" }, Now, Most)
            .Refusal!.Code.ShouldBe(SealReason.Decryption);
    }

    [Theory]
    [InlineData(EncryptionForm.OpenPgp)]
    [InlineData(EncryptionForm.None)]
    public void A_signature_of_open_pgp_is_believed_of_registered_keys_alone(EncryptionForm encryption)
    {
        var signed = new SealProfile(SignatureForm.OpenPgp, encryption);
        var bytes = FileSeal.Seal([1, 2, 3], signed, SealedKeys.Banks, Now).Bytes;
        FileSeal.Open(bytes, null, signed, SealedKeys.Ours, Now, Most).Bytes.ShouldBe([1, 2, 3]);
        Code(bytes, SealedKeys.Ours with { TheirPgpSigning = [] }).ShouldBe(SealReason.SignerUnknown);
        Code(bytes, SealedKeys.Ours with { TheirPgpSigning = [SealedKeys.StrangerPgp.Public] })
            .ShouldBe(SealReason.SignerUnknown);
        FileSeal.Open(
            bytes, null, signed,
            SealedKeys.Ours with { TheirPgpSigning = [SealedKeys.StrangerPgp.Public, SealedKeys.BankPgpKey] }, Now,
            Most).Bytes.ShouldBe([1, 2, 3]);
        FileSeal.Open(bytes, null, signed, SealedKeys.Ours, Now.AddYears(-2), Most).Refusal!.Code
            .ShouldBe(SealReason.CertificateExpired);
        var without = FileSeal.Seal([1, 2, 3], new SealProfile(SignatureForm.None, EncryptionForm.OpenPgp),
            SealedKeys.Banks, Now).Bytes;
        if (encryption == EncryptionForm.OpenPgp)
            Code(without, SealedKeys.Ours).ShouldBe(SealReason.SignatureMissing);

        string Code(byte[] sent, SealKeys keys) =>
            FileSeal.Open(sent, null, signed, keys, Now, Most).Refusal!.Code;
    }

    [Fact]
    public void A_changed_word_in_a_message_that_is_only_signed_is_noticed()
    {
        var signed = new SealProfile(SignatureForm.OpenPgp, EncryptionForm.None);
        var bytes = FileSeal.Seal(Encoding.ASCII.GetBytes("amount 3000"), signed, SealedKeys.Banks, Now).Bytes;
        var at = bytes.AsSpan().IndexOf("3000"u8);
        bytes[at] = (byte)'9';
        FileSeal.Open(bytes, null, signed, SealedKeys.Ours, Now, Most).Refusal!.Code
            .ShouldBe(SealReason.SignatureWrong);
        FileSeal.Open([1, 2, 3], null, signed, SealedKeys.Ours, Now, Most).Refusal!.Code
            .ShouldBe(SealReason.SignatureMissing);
    }

    [Fact]
    public void A_successor_of_a_key_stands_beside_it()
    {
        var profile = new SealProfile(SignatureForm.Cms, EncryptionForm.Cms);
        var (bytes, parts) = FileSeal.Seal([1, 2, 3], profile, SealedKeys.Banks, Now);
        var rotated = SealedKeys.Ours with
        {
            OwnDecryption = [SealedKeys.Stranger, .. SealedKeys.Ours.OwnDecryption],
            TheirSigning = [SealedKeys.Public(SealedKeys.Stranger), .. SealedKeys.Ours.TheirSigning],
        };
        FileSeal.Open(bytes, parts[0].Bytes, profile, rotated, Now, Most).Bytes.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void An_expired_certificate_neither_signs_nor_is_believed()
    {
        var profile = new SealProfile(SignatureForm.Cms, EncryptionForm.None);
        var (bytes, parts) = FileSeal.Seal([1, 2, 3], profile, SealedKeys.Banks, Now);
        var later = Now.AddYears(1);
        FileSeal.Open(bytes, parts[0].Bytes, profile, SealedKeys.Ours, later, Most).Refusal!.Code
            .ShouldBe(SealReason.CertificateExpired);
        FileSeal.Open(bytes, parts[0].Bytes, profile, SealedKeys.Ours, Now.AddYears(-1), Most).Refusal!.Code
            .ShouldBe(SealReason.CertificateExpired);
        Should.Throw<InvalidOperationException>(() => FileSeal.Seal([1], profile, SealedKeys.Banks, later));
        Should.Throw<InvalidOperationException>(() => FileSeal.Seal([1], profile, new SealKeys(), Now));
    }

    [Fact]
    public void A_signature_of_another_file_or_none_is_refused()
    {
        var profile = new SealProfile(SignatureForm.Cms, EncryptionForm.None);
        var other = FileSeal.Seal([9], profile, SealedKeys.Banks, Now).Parts[0].Bytes;
        Refusal([1, 2, 3], other, profile).ShouldBe(SealReason.SignatureWrong);
        Refusal([1, 2, 3], null, profile).ShouldBe(SealReason.SignatureMissing);
        Refusal([1, 2, 3], [4, 5, 6], profile).ShouldBe(SealReason.SignatureForm);
        Refusal([1, 2, 3], [], new SealProfile(SignatureForm.None, EncryptionForm.OpenPgp))
            .ShouldBe(SealReason.NotEncrypted);
        Refusal([1, 2, 3], other, new SealProfile(SignatureForm.Cms, EncryptionForm.Cms))
            .ShouldBe(SealReason.NotEncrypted);
    }

    [Fact]
    public void A_weak_key_or_digest_is_not_accepted()
    {
        var profile = new SealProfile(SignatureForm.Cms, EncryptionForm.None);
        var weak = SealedKeys.Certificate("CN=Weak", bits: 1024);
        var (bytes, parts) = FileSeal.Seal([1, 2, 3], profile, SealedKeys.Banks with { OwnSigning = weak }, Now);
        FileSeal.Open(bytes, parts[0].Bytes, profile, SealedKeys.Ours with { TheirSigning = [weak] }, Now, Most)
            .Refusal!.Code.ShouldBe(SealReason.Algorithm);
        var signed = new SignedCms(new ContentInfo([1, 2, 3]), detached: true);
        signed.ComputeSignature(new CmsSigner(SealedKeys.Banks.OwnSigning!)
        {
            DigestAlgorithm = new Oid("1.3.14.3.2.26"),
        });
        Refusal([1, 2, 3], signed.Encode(), profile).ShouldBe(SealReason.Algorithm);
    }

    [Fact]
    public void Other_programs_read_and_write_the_same()
    {
        byte[] content = [1, 2, 3];
        var cms = new SealProfile(SignatureForm.Cms, EncryptionForm.Cms);
        var (bytes, parts) = FileSeal.Seal(content, cms, SealedKeys.Ours, Now);
        var envelope = new EnvelopedCms();
        envelope.Decode(bytes);
        envelope.Decrypt([.. SealedKeys.Banks.OwnDecryption]);
        envelope.ContentInfo.Content.ShouldBe(content);
        var signature = new SignedCms(new ContentInfo(content), detached: true);
        signature.Decode(parts[0].Bytes);
        Should.NotThrow(() => signature.CheckSignature([.. SealedKeys.Banks.TheirSigning], verifySignatureOnly: true));

        var theirs = new SignedCms(new ContentInfo(content), detached: true);
        theirs.ComputeSignature(new CmsSigner(SealedKeys.Banks.OwnSigning!));
        var sealedByThem = new EnvelopedCms(new ContentInfo(content));
        sealedByThem.Encrypt(new CmsRecipient(SealedKeys.Banks.TheirEncryption!));
        FileSeal.Open(sealedByThem.Encode(), theirs.Encode(), cms, SealedKeys.Ours, Now, Most).Bytes.ShouldBe(content);
    }

    [Theory]
    [InlineData(SignatureForm.Cms, EncryptionForm.Cms)]
    [InlineData(SignatureForm.Cms, EncryptionForm.OpenPgp)]
    public void A_large_file_is_opened_whole_and_its_limit_holds(SignatureForm signature, EncryptionForm encryption)
    {
        const int Megabytes = 48;
        var profile = new SealProfile(signature, encryption);
        using var folder = new Folder();
        using (var file = folder.Create("plain"))
            for (var i = 0; i < Megabytes; i++) file.Write(new byte[1024 * 1024]);
        using var plain = folder.Open("plain");
        using var packed = folder.Create("sealed");
        var parts = FileSeal.Seal(plain, packed, profile, SealedKeys.Banks, Now);
        packed.Position = 0;
        using var opened = folder.Create("opened");
        FileSeal.Open(packed, opened, parts[0].Bytes, profile, SealedKeys.Ours, Now, Most).ShouldBeNull();
        opened.Length.ShouldBe(plain.Length);

        using var small = folder.Create("small");
        packed.Position = 0;
        FileSeal.Open(packed, small, parts[0].Bytes, profile, SealedKeys.Ours, Now, mostBytes: 1_000_000)!.Code
            .ShouldBe(SealReason.TooLarge);
        small.Length.ShouldBeLessThanOrEqualTo(1_000_000);
    }

    [Theory]
    [InlineData("""{"code":"X"}""", SignatureForm.None, EncryptionForm.None)]
    [InlineData("""{"seal":{"signature":"cms","encryption":"openpgp"}}""", SignatureForm.Cms, EncryptionForm.OpenPgp)]
    [InlineData("""{"seal":{"signature":"xml"}}""", SignatureForm.Xml, EncryptionForm.None)]
    public void A_profile_says_how(string json, SignatureForm signature, EncryptionForm encryption) =>
        SealProfile.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(new SealProfile(signature, encryption));

    [Theory]
    [InlineData("""{"seal":{"signature":"pgp"}}""")]
    [InlineData("""{"seal":{"signature":"1"}}""")]
    [InlineData("""{"seal":{"encryption":"cms"}}""")]
    [InlineData("""{"seal":{"cipher":"cms"}}""")]
    public void A_profile_that_cannot_be_kept_is_not_read(string json) =>
        Should.Throw<FormatException>(() => SealProfile.Read(Encoding.UTF8.GetBytes(json)));

    private static string? Refusal(byte[] bytes, byte[]? part, SealProfile profile) =>
        FileSeal.Open(bytes, part, profile, SealedKeys.Ours, Now, Most).Refusal?.Code;

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("seal-").FullName;

        public FileStream Create(string name) => new(Path.Combine(_path, name), FileMode.Create);

        public FileStream Open(string name) => new(Path.Combine(_path, name), FileMode.Open, FileAccess.Read);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
