namespace Thumbs.Imaging.Tests;

/// <summary>Decodes a ThumbHash, as its page describes it: https://evanw.github.io/thumbhash.</summary>
internal static class ThumbHashPicture
{
    /// <returns>Four bytes a pixel.</returns>
    public static byte[] Of(byte[] hash, int width, int height)
    {
        var head = hash[0] | (hash[1] << 8) | (hash[2] << 16);
        var more = hash[3] | (hash[4] << 8);
        var hasAlpha = head >> 23 != 0;
        var isLandscape = more >> 15 != 0;
        var most = hasAlpha ? 5 : 7;
        var (across, down) = isLandscape ? (most, more & 7) : (more & 7, most);
        var at = hasAlpha ? 12 : 10;
        var l = Spectrum(((head >> 18) & 31) / 31.0, Math.Max(3, across), Math.Max(3, down));
        var p = Spectrum(1.25 * ((more >> 3) & 63) / 63.0, 3, 3);
        var q = Spectrum(1.25 * ((more >> 9) & 63) / 63.0, 3, 3);
        var a = hasAlpha ? Spectrum((hash[5] >> 4) / 15.0, 5, 5) : null;
        var pixels = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var light = ((head & 63) / 63.0) + At(l, x, y);
                var yellow = (((head >> 6) & 63) / 31.5) - 1 + At(p, x, y);
                var red = (((head >> 12) & 63) / 31.5) - 1 + At(q, x, y);
                var blueness = light - (2.0 / 3 * yellow);
                var redness = ((3 * light) - blueness + red) / 2;
                double[] colour = [redness, redness - red, blueness, a is null ? 1 : ((hash[5] & 15) / 15.0) + At(a, x, y)];
                for (var i = 0; i < 4; i++)
                    pixels[(((y * width) + x) * 4) + i] = (byte)(255 * Math.Clamp(colour[i], 0, 1));
            }
        }

        return pixels;

        List<(int X, int Y, double Value)> Spectrum(double scale, int nx, int ny)
        {
            var values = new List<(int, int, double)>();
            for (var cy = 0; cy < ny; cy++)
            {
                for (var cx = cy > 0 ? 0 : 1; cx * ny < nx * (ny - cy); cx++, at++)
                    values.Add((cx, cy, ((((hash[at / 2] >> (at % 2 * 4)) & 15) / 7.5) - 1) * scale));
            }

            return values;
        }

        double At(List<(int X, int Y, double Value)> spectrum, int x, int y) => spectrum.Sum(one =>
            2 * one.Value * Math.Cos(Math.PI / width * (x + 0.5) * one.X) * Math.Cos(Math.PI / height * (y + 0.5) * one.Y));
    }
}
