using PaymentHub.Storage;

namespace PaymentHub.Web;

/// <summary>Bounds of what a client may send in one body.</summary>
public static class UploadLimits
{
    /// <summary>1 GiB: more than a million statement entries.</summary>
    public const long MaxBytes = 1024L * 1024 * 1024;

    private const int AtOnceBytes = 128 * 1024 * 1024;

    /// <summary>Header that carries the file's own name, percent-encoded.</summary>
    public const string FileNameHeader = "X-File-Name";

    /// <summary>The whole body and its name; the name loses any path.</summary>
    public static async Task<(string Name, byte[] Bytes)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var bytes = await BodyAsync(request, cancellation);
        return (NameOf(request), bytes);
    }

    /// <summary>The same for a body that goes to disk; the caller disposes of it.</summary>
    public static async Task<(string Name, FileContent Content)> ReceiveAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        var content = await FileContent.ReceivedAsync(to => request.Body.CopyToAsync(to, cancellation));
        return (NameOf(request), content);
    }

    private static string NameOf(HttpRequest request)
    {
        var name = Uri.UnescapeDataString(request.Headers[FileNameHeader].ToString());
        return Path.GetFileName(name) is { Length: > 0 } given ? given : "tep-khong-ten";
    }

    // A stated length saves the copies of a growing buffer, which for a month's statement are larger than the file. It
    // is only a claim: pages of an uninitialised array cost nothing before bytes arrive, and beyond a month's statement
    // memory grows with what really arrives.
    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength is not { } length || length > MaxBytes)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellation);
            return body.ToArray();
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, AtOnceBytes));
        var filled = 0;
        while (filled < length)
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 2L));
            await request.Body.ReadExactlyAsync(bytes.AsMemory(filled), cancellation);
            filled = bytes.Length;
        }

        return bytes;
    }
}
